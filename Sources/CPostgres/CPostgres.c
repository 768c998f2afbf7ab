#include "CPostgres.h"

#include "CLoad.h"

const char *cpostgres_open(cpostgres_library *library) {
  const char *const names[] = {"libpq.so.5", NULL};
  const cload_function functions[] = {
      {"PQconnectdbParams", offsetof(cpostgres_library, connect)},
      {"PQstatus", offsetof(cpostgres_library, status)},
      {"PQerrorMessage", offsetof(cpostgres_library, error_message)},
      {"PQfinish", offsetof(cpostgres_library, finish)},
      {"PQsetNoticeProcessor", offsetof(cpostgres_library, set_notice_processor)},
      {"PQconninfoParse", offsetof(cpostgres_library, parse_address)},
      {"PQconninfoFree", offsetof(cpostgres_library, free_address)},
      {"PQexecParams", offsetof(cpostgres_library, execute)},
      {"PQprepare", offsetof(cpostgres_library, prepare)},
      {"PQdescribePrepared", offsetof(cpostgres_library, describe)},
      {"PQgetResult", offsetof(cpostgres_library, get_result)},
      {"PQresultStatus", offsetof(cpostgres_library, result_status)},
      {"PQresultErrorField", offsetof(cpostgres_library, result_field)},
      {"PQclear", offsetof(cpostgres_library, clear)},
      {"PQntuples", offsetof(cpostgres_library, rows)},
      {"PQnfields", offsetof(cpostgres_library, columns)},
      {"PQfname", offsetof(cpostgres_library, column_name)},
      {"PQftype", offsetof(cpostgres_library, column_type)},
      {"PQgetvalue", offsetof(cpostgres_library, value)},
      {"PQgetCopyData", offsetof(cpostgres_library, copy_data)},
      {"PQfreemem", offsetof(cpostgres_library, free_memory)},
  };
  return cload_open(names, functions, sizeof functions / sizeof *functions, library);
}

cpostgres_connection *cpostgres_connect(const cpostgres_library *library, const char *url,
                                        const char *timeout_in_seconds) {
  // What comes later counts; a setting without a value is left to the environment.
  const char *keywords[] = {"client_encoding", "fallback_application_name", "connect_timeout",
                            "dbname", NULL};
  const char *values[] = {"UTF8", "watchpost", timeout_in_seconds, url, NULL};
  return library->connect(keywords, values, 1);
}

static void ignore(void *context, const char *message) {
  (void)context;
  (void)message;
}

void cpostgres_silence(const cpostgres_library *library, cpostgres_connection *connection) {
  library->set_notice_processor(connection, ignore, NULL);
}
