// libmicrohttpd: internal threads over epoll.
#include <microhttpd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static struct MHD_Response *response;
static char body[2048];

static enum MHD_Result answer(
    void *cls, struct MHD_Connection *connection, const char *url, const char *method,
    const char *version, const char *data, size_t *size, void **state) {
  static int seen;
  if (!*state) {
    *state = &seen;
    return MHD_YES;
  }
  return MHD_queue_response(connection, 200, response);
}

int main(int argc, char **argv) {
  memset(body, 'x', sizeof body);
  signal(SIGPIPE, SIG_IGN);
  response = MHD_create_response_from_buffer(sizeof body, body, MHD_RESPMEM_PERSISTENT);
  MHD_add_response_header(response, "Content-Type", "application/json");
  if (!MHD_start_daemon(
          MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO, atoi(argv[1]), NULL, NULL, answer, NULL,
          MHD_OPTION_THREAD_POOL_SIZE, 2u, MHD_OPTION_CONNECTION_LIMIT, 1000u, MHD_OPTION_END))
    abort();
  pause();
}
