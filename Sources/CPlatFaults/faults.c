#define _GNU_SOURCE
#include "faults.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

// The handler may run on any thread at any instruction: it reads atomics, calls mmap, and takes no
// lock.

enum { WATCHES = 1024 };

typedef struct {
  // Zero while nothing is watched: set last and cleared first.
  _Atomic uintptr_t base;
  _Atomic size_t length;
  atomic_int is_taken;
  atomic_int is_seen;
} watched;

static watched watches[WATCHES];
static struct sigaction previous;
static uintptr_t page_mask;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int install_error;

int32_t plat_faults_watch(const void *base, size_t length) {
  for (int32_t i = 0; i < WATCHES; i++) {
    int expected = 0;
    if (atomic_load_explicit(&watches[i].is_taken, memory_order_relaxed)) continue;
    if (!atomic_compare_exchange_strong(&watches[i].is_taken, &expected, 1)) continue;
    atomic_store(&watches[i].is_seen, 0);
    atomic_store(&watches[i].length, length);
    atomic_store(&watches[i].base, (uintptr_t)base);
    return i;
  }
  return -1;
}

void plat_faults_unwatch(int32_t watch) {
  if (watch < 0 || watch >= WATCHES) return;
  atomic_store(&watches[watch].base, 0);
  atomic_store(&watches[watch].is_taken, 0);
}

int32_t plat_faults_seen(int32_t watch) {
  return watch >= 0 && watch < WATCHES
         && atomic_load_explicit(&watches[watch].is_seen, memory_order_acquire);
}

// Replaces the pages from the faulting one to the end of its mapping: beyond a file's new end all
// of them are missing, and a single call for all of them keeps the number of mappings small.
static int replace_pages(uintptr_t address) {
  for (int32_t i = 0; i < WATCHES; i++) {
    uintptr_t base = atomic_load(&watches[i].base);
    size_t length = atomic_load(&watches[i].length);
    if (base == 0 || address - base >= length) continue;
    uintptr_t start = address & page_mask, end = (base + length + ~page_mask) & page_mask;
    // Set before the zeros are mapped, so that every reader of zeros sees it.
    atomic_store(&watches[i].is_seen, 1);
    return mmap(
               (void *)start, end - start, PROT_READ,
               MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0)
           != MAP_FAILED;
  }
  return 0;
}

static void on_fault(int number, siginfo_t *info, void *context) {
  int error = errno;
  // Only faults have an address; signals of kill() have none.
  int is_fault = info->si_code > 0;
#ifdef SI_KERNEL
  is_fault = is_fault && info->si_code != SI_KERNEL;
#endif
  if (is_fault && replace_pages((uintptr_t)info->si_addr)) {
    errno = error;
    return;
  }
  errno = error;
  if (previous.sa_flags & SA_SIGINFO) {
    previous.sa_sigaction(number, info, context);
  } else if (previous.sa_handler == SIG_IGN && !is_fault) {
    return;
  } else if (previous.sa_handler == SIG_DFL || previous.sa_handler == SIG_IGN) {
    // The default action ends the process: the read faults again, or the signal is raised again.
    signal(number, SIG_DFL);
    if (!is_fault) raise(number);
  } else {
    previous.sa_handler(number);
  }
}

static void install(void) {
  page_mask = ~((uintptr_t)sysconf(_SC_PAGESIZE) - 1);
  struct sigaction action = {0};
  action.sa_sigaction = on_fault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  // The previous action must be known before the handler can run.
  if (sigaction(SIGBUS, NULL, &previous) != 0 || sigaction(SIGBUS, &action, NULL) != 0)
    install_error = errno;
}

int32_t plat_faults_install(void) {
  pthread_once(&once, install);
  return install_error;
}
