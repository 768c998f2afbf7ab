#include "CZip.h"

#include <dlfcn.h>
#include <stddef.h>

static void *open_library(void) {
  // What is called here is the same in both of its interfaces.
  void *handle = dlopen("libzip.so.5", RTLD_LAZY | RTLD_LOCAL);
  return handle ? handle : dlopen("libzip.so.4", RTLD_LAZY | RTLD_LOCAL);
}

const char *czip_open(czip_library *library) {
  void *handle = open_library();
  if (!handle) return dlerror();
  const struct {
    const char *name;
    size_t place;
  } functions[] = {
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
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    void *function = dlsym(handle, functions[i].name);
    if (!function) return dlerror();
    *(void **)((char *)library + functions[i].place) = function;
  }
  return NULL;
}
