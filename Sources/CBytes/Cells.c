#include "CBytes.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define MODERN __attribute__((target("avx2,bmi,popcnt,pclmul")))

// Where a cell of a column stands, without its quotes.
typedef struct {
  uint32_t start, length;
} cell;

static inline cell cell_of(const uint8_t *bytes, cbytes_column column, size_t row) {
  const uint32_t *ends = column.ends + row * column.width;
  uint32_t start = ends[0] + 1, end = ends[1] - column.tail;
  uint32_t quotes = start < end && bytes[start] == column.quote;
  return (cell){start + quotes, end - quotes - (start + quotes)};
}

// 16 bytes of it: for a number of `count` digits, from `count` on, the place of each of 16 digits in
// its text; negative before the first.
static const int8_t places[32] = {
  -16, -15, -14, -13, -12, -11, -10, -9, -8, -7, -6, -5, -4, -3, -2, -1,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

static const uint64_t powers[19] = {
  1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000,
  100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000,
  10000000000000000, 100000000000000000, 1000000000000000000};

// Whether all bytes are 0 to 9.
MODERN static inline bool are_digits(__m128i digits) {
  __m128i beyond = _mm_subs_epu8(digits, _mm_set1_epi8(9));
  return _mm_testz_si128(beyond, beyond);
}

// What is read comes by value: what is written, byte by byte, could otherwise be part of it.
MODERN static cbytes_cells read_wholes(
  const uint8_t *bytes, cbytes_column column, cbytes_numbers kind, int64_t *restrict values,
  uint8_t *restrict valid, uint32_t *restrict others) {
  size_t present = 0, other = 0;
  for (size_t row = 0; row < column.count; row++) {
    cell at = cell_of(bytes, column, row);
    values[row] = 0;
    valid[row] = 0;
    if (at.length == 0) continue;
    __m128i text = _mm_loadu_si128((const __m128i *)(bytes + at.start));
    uint32_t length = at.length <= 16 ? at.length : 16;
    uint32_t points = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(text, _mm_set1_epi8('.')));
    uint32_t point = (uint32_t)__builtin_ctz(points | 1u << length);
    uint32_t has_point = point < length;
    uint32_t count = length - has_point, decimals = count - point;
    // The digits, the point left out, at the end of 16 bytes behind zeros.
    __m128i from = _mm_loadu_si128((const __m128i *)(places + count));
    from = _mm_sub_epi8(from, _mm_cmpgt_epi8(from, _mm_set1_epi8((int8_t)(point - 1))));
    __m128i digits = _mm_shuffle_epi8(_mm_sub_epi8(text, _mm_set1_epi8('0')), from);
    __m128i pairs = _mm_maddubs_epi16(digits, _mm_set1_epi16(0x010A));
    __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(0x00010064));
    __m128i eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), _mm_set1_epi32(0x00012710));
    uint64_t both = (uint64_t)_mm_cvtsi128_si64(eights);
    uint64_t number = (both & UINT32_MAX) * 100000000 + (both >> 32);
    uint32_t shift = kind.decimals - decimals;
    // A point stands neither first nor last; a negative shift is a large one.
    int64_t value = (int64_t)(number * powers[shift < 19 ? shift : 0]);
    uint32_t whole = decimals <= 2 ? count - decimals : count;
    if (at.length <= 16 && are_digits(digits) && !(has_point && (point == 0 || decimals == 0))
        && shift < 19 && count + shift <= kind.most_digits && whole < kind.watched_digits
        && value >= kind.least && value <= kind.greatest) {
      values[row] = value;
      valid[row] = 1;
      present++;
    } else {
      others[other++] = (uint32_t)row;
    }
  }
  return (cbytes_cells){present, other};
}

cbytes_cells cbytes_read_wholes(
  const uint8_t *bytes, const cbytes_column *column, const cbytes_numbers *kind, int64_t *values,
  uint8_t *valid, uint32_t *others) {
  return read_wholes(bytes, *column, *kind, values, valid, others);
}
#else
cbytes_cells cbytes_read_wholes(
  const uint8_t *bytes, const cbytes_column *column, const cbytes_numbers *kind, int64_t *values,
  uint8_t *valid, uint32_t *others) {
  (void)bytes, (void)kind, (void)values, (void)valid;
  for (size_t row = 0; row < column->count; row++) others[row] = (uint32_t)row;
  return (cbytes_cells){0, column->count};
}
#endif
