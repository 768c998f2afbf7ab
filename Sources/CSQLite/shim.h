// SQLite files, read through the system's library.
#include <sqlite3.h>
