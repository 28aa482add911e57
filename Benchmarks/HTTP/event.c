// libevent's evhttp: one thread per base, SO_REUSEPORT listeners.
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
static int port;
static char body[2048];

static void answer(struct evhttp_request *req, void *unused) {
  evhttp_add_header(evhttp_request_get_output_headers(req), "Content-Type", "application/json");
  evbuffer_add_reference(evhttp_request_get_output_buffer(req), body, sizeof body, NULL, NULL);
  evhttp_send_reply(req, 200, "OK", NULL);
}

static void *loop(void *unused) {
  struct event_base *base = event_base_new();
  struct evhttp *http = evhttp_new(base);
  struct sockaddr_in addr = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct evconnlistener *listener = evconnlistener_new_bind(
      base, NULL, NULL, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_REUSEABLE | LEV_OPT_REUSEABLE_PORT, 1024,
      (void *)&addr, sizeof addr);
  if (!listener) abort();
  evhttp_bind_listener(http, listener);
  evhttp_set_gencb(http, answer, NULL);
  event_base_dispatch(base);
  return NULL;
}

int main(int argc, char **argv) {
  port = atoi(argv[1]);
  memset(body, 'x', sizeof body);
  signal(SIGPIPE, SIG_IGN);
  pthread_t thread;
  pthread_create(&thread, NULL, loop, NULL);
  loop(NULL);
}
