// Tells the thread sanitizer about the hand-over of a contended Mutex.
//
// The slow paths of Swift's Synchronization.Mutex are in a library without instrumentation, and the
// kernel wakes the waiting thread. The sanitizer sees neither, so it reports data guarded by the
// mutex as a race. This library is loaded before that one, calls its two functions, and adds the
// missing synchronization.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

// Weak: the shell and the compiler, which load this library too, have no sanitizer.
extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

typedef SWIFT void (*lock_function)(uint32_t thread, void *SELF mutex);
typedef SWIFT void (*unlock_function)(void *SELF mutex);

SWIFT void lock_slow(uint32_t thread, void *SELF mutex) __asm__(LOCK_SLOW);
SWIFT void unlock_slow(void *SELF mutex) __asm__(UNLOCK_SLOW);

SWIFT void lock_slow(uint32_t thread, void *SELF mutex) {
  lock_function original = (lock_function)dlsym(RTLD_NEXT, LOCK_SLOW);
  original(thread, mutex);
  if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT void unlock_slow(void *SELF mutex) {
  unlock_function original = (unlock_function)dlsym(RTLD_NEXT, UNLOCK_SLOW);
  if (__tsan_release) __tsan_release(mutex);
  original(mutex);
}
