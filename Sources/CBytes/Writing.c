#define _GNU_SOURCE
#include <fcntl.h>

#include "CBytes.h"

void cbytes_begin_writing(int descriptor, int64_t from, int64_t count) {
#ifdef SYNC_FILE_RANGE_WRITE
  (void)sync_file_range(descriptor, from, count, SYNC_FILE_RANGE_WRITE);
#endif
}
