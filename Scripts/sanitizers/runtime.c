// Tells the thread sanitizer what Swift's runtime, which was built without it, does on Linux. It is loaded before the program
// (LD_PRELOAD), so that these functions stand before the runtime's own.
//
// Mutex: a free lock is taken with an atomic instruction within the program, which the sanitizer sees. For a taken one the
// program calls into the standard library, which was built without the sanitizer, and which waits until another thread
// or the kernel (FUTEX_LOCK_PI) hands the lock over: what is done under it then looks like a race.
//
// Continuations: what resumes one tells the sanitizer, and so does the task that is then started. A task that comes to wait
// for one that has been resumed already goes on at once, and tells it nothing; what it was given then looks like a race.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdint.h>

#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

// `_MutexHandle._lockSlow(_ selfId: UInt32)`; the handle is the lock's word.
SWIFT void lockSlow(uint32_t thread, SELF void *handle) __asm__(LOCK_SLOW);
SWIFT void unlockSlow(SELF void *handle) __asm__(UNLOCK_SLOW);

SWIFT void lockSlow(uint32_t thread, SELF void *handle) {
    static SWIFT void (*next)(uint32_t, SELF void *);
    if (!next) next = (SWIFT void (*)(uint32_t, SELF void *))dlsym(RTLD_NEXT, LOCK_SLOW);
    next(thread, handle);
    if (__tsan_acquire) __tsan_acquire(handle);
}

SWIFT void unlockSlow(SELF void *handle) {
    static SWIFT void (*next)(SELF void *);
    if (!next) next = (SWIFT void (*)(SELF void *))dlsym(RTLD_NEXT, UNLOCK_SLOW);
    if (__tsan_release) __tsan_release(handle);
    next(handle);
}

#define ASYNC __attribute__((swiftasynccall))

// The first members of the runtime's ContinuationAsyncContext.
struct Continuation {
    void *parent;
    ASYNC void (*resume)(__attribute__((swift_async_context)) struct Continuation *);
};

extern SWIFT void *swift_task_getCurrent(void) __attribute__((weak));

// What the task of this thread goes on with, where it does so at once.
static _Thread_local ASYNC void (*goesOn)(__attribute__((swift_async_context)) struct Continuation *);

// What resumed the continuation has told the sanitizer of the task.
static ASYNC void goOn(__attribute__((swift_async_context)) struct Continuation *continuation) {
    __tsan_acquire(swift_task_getCurrent());
    __attribute__((musttail)) return goesOn(continuation);
}

// The runtime calls a continuation's own function only where it goes on at once, on this thread; else it has taken a copy.
ASYNC void swift_continuation_await(struct Continuation *continuation) {
    static _Atomic(ASYNC void (*)(struct Continuation *)) kept;
    ASYNC void (*next)(struct Continuation *) = atomic_load(&kept);
    if (!next) atomic_store(&kept, next = (ASYNC void (*)(struct Continuation *))dlsym(RTLD_NEXT, "swift_continuation_await"));
    if (__tsan_acquire) {
        goesOn = continuation->resume;
        continuation->resume = goOn;
    }
    __attribute__((musttail)) return next(continuation);
}
