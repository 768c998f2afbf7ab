#include "CLoad.h"

#include <dlfcn.h>

const char *cload_open(const char *const *names, const cload_function *functions, size_t count,
                       void *library) {
  void *handle = NULL;
  for (; !handle && *names; names++) handle = dlopen(*names, RTLD_LAZY | RTLD_LOCAL);
  if (!handle) return dlerror();
  for (size_t i = 0; i < count; i++) {
    void *function = dlsym(handle, functions[i].name);
    if (!function && !functions[i].may_be_missing) return dlerror();
    *(void **)((char *)library + functions[i].place) = function;
  }
  return NULL;
}
