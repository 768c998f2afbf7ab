// Many bytes compared or read at once, and a call of the system: what Swift has no portable word for.
#ifndef CBYTES_H
#define CBYTES_H

#include <stdbool.h>
#include <stddef.h>
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

// What a scan for the ends of fields found: how many fields, or -1 where the text is no grid of
// RFC 4180 (a doubled quote, a line end in quotes, a stray quote or CR); how many line feeds; and
// whether there was a CR.
typedef struct {
  int64_t fields;
  size_t line_feeds;
  bool has_returns;
} cbytes_ends;

// Whether the processor has AVX2, BMI, POPCNT and PCLMUL.
bool cbytes_is_modern(void);

// Writes the place of every delimiter and line feed outside quotes from `start` on, outside quotes
// there, until `wanted` are found, `end` is reached, or a line feed at `stop` - 1 or later.
//
// 64 bytes behind `end` may be read, and `wanted` + 72 places written. Both ways of scanning give
// the same.
cbytes_ends cbytes_scan_ends(
  const uint8_t *bytes, size_t start, size_t end, size_t stop, size_t wanted, uint8_t delimiter,
  uint8_t quote, bool has_quote, bool is_modern, uint32_t *ends);

// Asks for the cache line at an address that will be read soon; any address will do.
static inline void cbytes_prefetch(const void *address) { __builtin_prefetch(address); }

// A column of a grid: the place before each cell, `width` places apart, and behind it that of its
// end, `tail` bytes behind the cell; `quote` is a byte that no cell begins with but a quoted one.
typedef struct {
  const uint32_t *ends;
  size_t width, count;
  uint32_t tail;
  uint8_t quote;
} cbytes_column;

// How many rows have a value, and how many were left to a look at each.
typedef struct {
  size_t present, others;
} cbytes_cells;

// Whole numbers that count units of 10^-decimals, of at most so many digits once they do, and between
// two bounds; of `watched_digits` or more before the point they are left.
typedef struct {
  uint32_t decimals, most_digits, watched_digits;
  int64_t least, greatest;
} cbytes_numbers;

// Reads the cells of a column that are written as most are: digits, perhaps a point and more digits.
// An empty cell has no value. Rows written in another way have none either and are listed in
// `others`, in ascending order. 16 bytes from the start of every cell on can be read. Only for a
// modern processor.
cbytes_cells cbytes_read_wholes(
  const uint8_t *bytes, const cbytes_column *column, const cbytes_numbers *kind, int64_t *values,
  uint8_t *valid, uint32_t *others);

// Tells the disk to begin with some bytes of a file, and does not wait until it is done; where that
// cannot be done nothing happens. Glibc declares the call for GNU sources only, which Swift's import is not.
void cbytes_begin_writing(int descriptor, int64_t from, int64_t count);

#endif
