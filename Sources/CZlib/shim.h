// gzip streams, read through zlib's gzFile.
#include <zlib.h>
