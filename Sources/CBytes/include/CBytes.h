// Sixty-four bytes compared at once: what Swift has no portable word for.
#ifndef CBYTES_H
#define CBYTES_H

#include <stdint.h>

// Bit i is set where byte i of 64 is the one asked for.
typedef struct {
  uint64_t delimiters, quotes, line_feeds, carriage_returns;
} cbytes_masks;

#if defined(__SSE2__)
#include <emmintrin.h>

static inline uint64_t cbytes_equal(__m128i a, __m128i b, __m128i c, __m128i d, uint8_t byte) {
  __m128i wanted = _mm_set1_epi8((char)byte);
  uint64_t first = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(a, wanted));
  uint64_t second = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(b, wanted));
  uint64_t third = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(c, wanted));
  uint64_t fourth = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(d, wanted));
  return first | second << 16 | third << 32 | fourth << 48;
}

static inline cbytes_masks cbytes_scan(const uint8_t *bytes, uint8_t delimiter, uint8_t quote) {
  const __m128i *at = (const __m128i *)bytes;
  __m128i a = _mm_loadu_si128(at), b = _mm_loadu_si128(at + 1);
  __m128i c = _mm_loadu_si128(at + 2), d = _mm_loadu_si128(at + 3);
  cbytes_masks masks = {
    cbytes_equal(a, b, c, d, delimiter), cbytes_equal(a, b, c, d, quote),
    cbytes_equal(a, b, c, d, '\n'), cbytes_equal(a, b, c, d, '\r')};
  return masks;
}
#else
static inline cbytes_masks cbytes_scan(const uint8_t *bytes, uint8_t delimiter, uint8_t quote) {
  cbytes_masks masks = {0, 0, 0, 0};
  for (int i = 0; i < 64; i++) {
    uint64_t bit = (uint64_t)1 << i;
    if (bytes[i] == delimiter) masks.delimiters |= bit;
    if (bytes[i] == quote) masks.quotes |= bit;
    if (bytes[i] == '\n') masks.line_feeds |= bit;
    if (bytes[i] == '\r') masks.carriage_returns |= bit;
  }
  return masks;
}
#endif

// Asks for the cache line at an address that will be read soon; any address will do.
static inline void cbytes_prefetch(const void *address) { __builtin_prefetch(address); }

#endif
