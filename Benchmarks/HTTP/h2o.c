// libh2o (evloop): one thread per loop, SO_REUSEPORT listeners, HTTP/1 only.
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#define H2O_USE_EPOLL 1
#include <h2o.h>
#include <h2o/http1.h>

static h2o_globalconf_t config;
static char body[2048];
static int port;

static int answer(h2o_handler_t *self, h2o_req_t *req) {
  static h2o_generator_t generator = {NULL, NULL};
  h2o_iovec_t bytes = h2o_iovec_init(body, sizeof body);
  req->res.status = 200;
  req->res.reason = "OK";
  req->res.content_length = sizeof body;
  h2o_add_header(
      &req->pool, &req->res.headers, H2O_TOKEN_CONTENT_TYPE, NULL, H2O_STRLIT("application/json"));
  h2o_start_response(req, &generator);
  h2o_send(req, &bytes, 1, H2O_SEND_STATE_FINAL);
  return 0;
}

static void on_accept(h2o_socket_t *listener, const char *err) {
  h2o_accept_ctx_t *accept = listener->data;
  for (int n = 0; !err && n < 32; n++) {
    h2o_socket_t *sock = h2o_evloop_socket_accept(listener);
    if (!sock) return;
    h2o_accept(accept, sock);
  }
}

static void *loop(void *unused) {
  h2o_context_t *ctx = calloc(1, sizeof *ctx);
  h2o_context_init(ctx, h2o_evloop_create(), &config);
  h2o_accept_ctx_t *accept = calloc(1, sizeof *accept);
  accept->ctx = ctx;
  accept->hosts = config.hosts;
  struct sockaddr_in addr = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  if (bind(fd, (void *)&addr, sizeof addr) || listen(fd, 1024)) abort();
  h2o_socket_t *sock = h2o_evloop_socket_create(ctx->loop, fd, H2O_SOCKET_FLAG_DONT_READ);
  sock->data = accept;
  h2o_socket_read_start(sock, on_accept);
  while (h2o_evloop_run(ctx->loop, INT32_MAX) == 0) {
  }
  return NULL;
}

int main(int argc, char **argv) {
  port = atoi(argv[1]);
  memset(body, 'x', sizeof body);
  signal(SIGPIPE, SIG_IGN);
  h2o_config_init(&config);
  config.http1.upgrade_to_http2 = 0;
  h2o_hostconf_t *host =
      h2o_config_register_host(&config, h2o_iovec_init(H2O_STRLIT("default")), 65535);
  h2o_pathconf_t *path = h2o_config_register_path(host, "/", 0);
  h2o_create_handler(path, sizeof(h2o_handler_t))->on_req = answer;
  pthread_t thread;
  pthread_create(&thread, NULL, loop, NULL);
  loop(NULL);
}
