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

// The first members of the runtime's ContinuationAsyncContext, which its ABI fixes.
struct Continuation {
    void *parent, *resumeParent;
    size_t flags;
    _Atomic size_t status;
};
enum { RESUMED = 2 };

// `swift_continuation_await(_ continuation)`, called in place of a return: so it goes on with the runtime's.
typedef __attribute__((swiftasynccall)) void Await(__attribute__((swift_async_context)) struct Continuation *);
extern SWIFT void *swift_task_getCurrent(void) __attribute__((weak));

__attribute__((swiftasynccall)) void swift_continuation_await(
    __attribute__((swift_async_context)) struct Continuation *continuation) {
    static _Atomic(Await *) next;
    Await *await = atomic_load(&next);
    if (!await) atomic_store(&next, await = (Await *)dlsym(RTLD_NEXT, "swift_continuation_await"));
    // What resumes it has told the sanitizer of the task before it said so here.
    if (__tsan_acquire && atomic_load(&continuation->status) == RESUMED) __tsan_acquire(swift_task_getCurrent());
    __attribute__((musttail)) return await(continuation);
}
