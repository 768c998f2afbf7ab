#include "CZip.h"

#include "CLoad.h"

const char *czip_open(czip_library *library) {
  // What is called here is the same in both of its interfaces.
  const char *const names[] = {"libzip.so.5", "libzip.so.4", NULL};
  const cload_function functions[] = {
      {"zip_fdopen", offsetof(czip_library, fdopen)},
      {"zip_discard", offsetof(czip_library, discard)},
      {"zip_name_locate", offsetof(czip_library, name_locate)},
      {"zip_stat_index", offsetof(czip_library, stat_index)},
      {"zip_fopen_index", offsetof(czip_library, fopen_index)},
      {"zip_fread", offsetof(czip_library, fread)},
      {"zip_fclose", offsetof(czip_library, fclose)},
      {"zip_get_error", offsetof(czip_library, get_error)},
      {"zip_file_get_error", offsetof(czip_library, file_get_error)},
      {"zip_error_code_zip", offsetof(czip_library, error_code_zip)},
  };
  return cload_open(names, functions, sizeof functions / sizeof *functions, library);
}
