#include "CBytes.h"

// What goes over from one group of 64 bytes to the next, as in `ChunkScanner.State`.
typedef struct {
  uint64_t carry, before_opening, after_closing, after_return;
} scan_state;

// The body of `cbytes_scan_ends`, written once and compiled for two kinds of processor.
#define SCAN_ENDS(MASKS, PREFIX_XOR)                                                               \
  scan_state state = {0, 1, 0, 0};                                                                 \
  size_t fields = 0, line_feeds = 0, group = start;                                                \
  uint64_t returns = 0;                                                                            \
  while (group < end && fields < wanted) {                                                         \
    cbytes_masks masks = MASKS(bytes + group, delimiter, quote);                                   \
    uint64_t text = UINT64_MAX;                                                                    \
    if (!has_quote) masks.quotes = 0;                                                              \
    if (end - group < 64) {                                                                        \
      text = ((uint64_t)1 << (end - group)) - 1;                                                   \
      masks.delimiters &= text;                                                                    \
      masks.quotes &= text;                                                                        \
      masks.line_feeds &= text;                                                                    \
      masks.carriage_returns &= text;                                                              \
    }                                                                                              \
    uint64_t structural = masks.delimiters | masks.line_feeds;                                     \
    if (masks.quotes | state.carry | state.after_closing | masks.carriage_returns |                \
        state.after_return) {                                                                      \
      uint64_t inside = PREFIX_XOR(masks.quotes) ^ state.carry;                                    \
      structural &= ~inside;                                                                       \
      uint64_t opening = masks.quotes & inside, closing = masks.quotes & ~inside;                  \
      uint64_t after_quote = closing << 1 | state.after_closing;                                   \
      uint64_t may_open = (structural | closing) << 1 | state.before_opening;                      \
      uint64_t after_return = masks.carriage_returns << 1 | state.after_return;                    \
      uint64_t wrong = (opening & ~may_open) | (opening & after_quote) |                           \
                       (after_quote & ~(structural | masks.carriage_returns) & text) |             \
                       (after_return & ~masks.line_feeds & text) | (masks.line_feeds & inside);    \
      if (wrong) return (cbytes_ends){-1, 0, 0};                                                   \
      state.carry = (uint64_t)((int64_t)inside >> 63);                                             \
      state.before_opening = (structural | closing) >> 63;                                         \
      state.after_closing = closing >> 63;                                                         \
      state.after_return = masks.carriage_returns >> 63;                                           \
    } else {                                                                                       \
      state.before_opening = structural >> 63;                                                     \
    }                                                                                              \
    line_feeds += __builtin_popcountll(masks.line_feeds);                                          \
    returns |= masks.carriage_returns;                                                             \
    size_t found = __builtin_popcountll(structural);                                               \
    uint32_t *place = ends + fields;                                                               \
    /* Eight at a time, most of which are there; what is written beyond is written over. */        \
    for (size_t done = 0; done < found; done += 8) {                                               \
      for (int i = 0; i < 8; i++) {                                                                \
        place[i] = (uint32_t)group + (uint32_t)(structural ? __builtin_ctzll(structural) : 64);    \
        structural &= structural - 1;                                                              \
      }                                                                                            \
      place += 8;                                                                                  \
    }                                                                                              \
    fields += found;                                                                               \
    group += 64;                                                                                   \
    if (group >= stop && masks.line_feeds &&                                                       \
        group - (size_t)__builtin_clzll(masks.line_feeds) >= stop)                                 \
      break;                                                                                       \
  }                                                                                                \
  return (cbytes_ends){(int64_t)fields, line_feeds, returns != 0};

static inline uint64_t prefix_xor(uint64_t bits) {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  return bits ^ bits << 32;
}

static cbytes_ends scan_ends(
  const uint8_t *bytes, size_t start, size_t end, size_t stop, size_t wanted, uint8_t delimiter,
  uint8_t quote, bool has_quote, uint32_t *ends) {
  SCAN_ENDS(cbytes_scan, prefix_xor)
}

#if defined(__x86_64__)
#include <immintrin.h>
#define MODERN __attribute__((target("avx2,bmi,popcnt,pclmul")))

MODERN static inline uint64_t equal_avx2(__m256i a, __m256i b, uint8_t byte) {
  __m256i wanted = _mm256_set1_epi8((char)byte);
  uint64_t first = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, wanted));
  uint64_t second = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, wanted));
  return first | second << 32;
}

MODERN static inline cbytes_masks masks_avx2(const uint8_t *bytes, uint8_t delimiter, uint8_t quote) {
  __m256i a = _mm256_loadu_si256((const __m256i *)bytes);
  __m256i b = _mm256_loadu_si256((const __m256i *)bytes + 1);
  return (cbytes_masks){
    equal_avx2(a, b, delimiter), equal_avx2(a, b, quote), equal_avx2(a, b, '\n'),
    equal_avx2(a, b, '\r')};
}

MODERN static inline uint64_t prefix_xor_clmul(uint64_t bits) {
  __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)bits), _mm_set1_epi8(-1), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

MODERN static cbytes_ends scan_ends_modern(
  const uint8_t *bytes, size_t start, size_t end, size_t stop, size_t wanted, uint8_t delimiter,
  uint8_t quote, bool has_quote, uint32_t *ends) {
  SCAN_ENDS(masks_avx2, prefix_xor_clmul)
}

bool cbytes_is_modern(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul");
}
#else
bool cbytes_is_modern(void) { return false; }
#endif

cbytes_ends cbytes_scan_ends(
  const uint8_t *bytes, size_t start, size_t end, size_t stop, size_t wanted, uint8_t delimiter,
  uint8_t quote, bool has_quote, bool is_modern, uint32_t *ends) {
#if defined(__x86_64__)
  if (is_modern) {
    return scan_ends_modern(
      bytes, start, end, stop, wanted, delimiter, quote, has_quote, ends);
  }
#endif
  return scan_ends(bytes, start, end, stop, wanted, delimiter, quote, has_quote, ends);
}
