// The parts of a ZIP archive, which a workbook is, read through libzip.
//
// The program is not linked with it: it would bring its ciphers and packers to every start, of
// which few read a workbook. It is opened with the first one; the header gives the types.
#ifndef CZIP_H
#define CZIP_H

#include <zip.h>

// The functions of libzip, by their names without zip_.
typedef struct {
  __typeof__(zip_fdopen) *fdopen;
  __typeof__(zip_discard) *discard;
  __typeof__(zip_name_locate) *name_locate;
  __typeof__(zip_stat_index) *stat_index;
  __typeof__(zip_fopen_index) *fopen_index;
  __typeof__(zip_fread) *fread;
  __typeof__(zip_fclose) *fclose;
  __typeof__(zip_get_error) *get_error;
  __typeof__(zip_file_get_error) *file_get_error;
  __typeof__(zip_error_code_zip) *error_code_zip;
} czip_library;

// Opens the library and fills in its functions; null, or what is wrong.
const char *czip_open(czip_library *library);

#endif
