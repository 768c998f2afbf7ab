// PostgreSQL's client library, opened when a server is first asked for.
//
// The program is not linked with libpq: it would bring a score of libraries (TLS, Kerberos, LDAP)
// to every start, and must be there even where nobody has a server. What is declared here is the
// part of libpq.so.5 that we call; its interface has been stable since PostgreSQL 8.2.
#ifndef CPOSTGRES_H
#define CPOSTGRES_H

typedef struct cpostgres_connection cpostgres_connection;
typedef struct cpostgres_result cpostgres_result;

enum {
  CPOSTGRES_CONNECTION_OK = 0,
  CPOSTGRES_COMMAND_OK = 1,
  CPOSTGRES_TUPLES_OK = 2,
  CPOSTGRES_COPY_OUT = 3,
  // Which part of an error PQresultErrorField gives.
  CPOSTGRES_MESSAGE = 'M',
  CPOSTGRES_SQLSTATE = 'C'
};

// The functions of libpq, by their names without PQ.
typedef struct {
  cpostgres_connection *(*connect)(const char *const *keywords, const char *const *values,
                                   int expand);
  int (*status)(const cpostgres_connection *);
  char *(*error_message)(const cpostgres_connection *);
  void (*finish)(cpostgres_connection *);
  void (*set_notice_processor)(cpostgres_connection *, void (*)(void *, const char *), void *);
  void *(*parse_address)(const char *, char **error);
  void (*free_address)(void *);
  cpostgres_result *(*execute)(cpostgres_connection *, const char *statement, int, const void *,
                               const void *, const void *, const void *, int);
  cpostgres_result *(*prepare)(cpostgres_connection *, const char *name, const char *statement, int,
                               const void *);
  cpostgres_result *(*describe)(cpostgres_connection *, const char *name);
  cpostgres_result *(*get_result)(cpostgres_connection *);
  int (*result_status)(const cpostgres_result *);
  char *(*result_field)(const cpostgres_result *, int field);
  void (*clear)(cpostgres_result *);
  int (*rows)(const cpostgres_result *);
  int (*columns)(const cpostgres_result *);
  char *(*column_name)(const cpostgres_result *, int column);
  unsigned (*column_type)(const cpostgres_result *, int column);
  char *(*value)(const cpostgres_result *, int row, int column);
  int (*copy_data)(cpostgres_connection *, char **buffer, int is_asynchronous);
  void (*free_memory)(void *);
} cpostgres_library;

// Opens the library and fills in its functions; null, or what is wrong.
const char *cpostgres_open(cpostgres_library *library);

// Connects to the server at a URL, whose settings come before these; null when memory is out.
cpostgres_connection *cpostgres_connect(const cpostgres_library *library, const char *url,
                                        const char *timeout_in_seconds);

// Lets the server's notices fall, which libpq would write to standard error.
void cpostgres_silence(const cpostgres_library *library, cpostgres_connection *connection);

#endif
