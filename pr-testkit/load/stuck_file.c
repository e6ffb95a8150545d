// SPDX-License-Identifier: Apache-2.0
/*
 * A file system whose files can be opened and never closed: it does not answer FLUSH, so close(2) of a file waits without end.
 *
 * usage: stuck_file
 *
 * Speaks the FUSE protocol on /dev/fuse itself (linux/fuse.h). Any name in it is a file. Mounted on /tmp in a mount namespace of its
 * own, so that nothing is left when it ends: open /proc/PID/root/tmp/NAME. Says "ready" when it is mounted. When it ends, which it does
 * with its standard input, all that waits for it goes on. Needs root.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static void die(const char *what)
{
    fprintf(stderr, "stuck_file: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void reply(int fuse, unsigned long unique, int error, void *data, size_t length)
{
    struct fuse_out_header head = {.len = sizeof head + length, .error = error, .unique = unique};
    struct iovec parts[] = {{&head, sizeof head}, {data, length}};
    /* ENOENT: whoever asked does not wait any more. */
    if (writev(fuse, parts, 2) < 0 && errno != ENOENT) {
        die("writev");
    }
}

static struct fuse_attr attributes(unsigned long inode)
{
    struct fuse_attr attributes = {.ino = inode, .nlink = 1, .blksize = 4096};
    attributes.mode = inode == FUSE_ROOT_ID ? S_IFDIR | 0755 : S_IFREG | 0666;
    return attributes;
}

static void serve(int fuse, char *request)
{
    struct fuse_in_header *head = (struct fuse_in_header *)request;
    switch (head->opcode) {
    case FUSE_INIT: {
        struct fuse_init_out out = {.major = FUSE_KERNEL_VERSION, .minor = FUSE_KERNEL_MINOR_VERSION, .max_write = 65536};
        reply(fuse, head->unique, 0, &out, sizeof out);
        break;
    }
    case FUSE_LOOKUP: {
        struct fuse_entry_out out = {.nodeid = 2, .attr = attributes(2)};
        reply(fuse, head->unique, 0, &out, sizeof out);
        break;
    }
    case FUSE_GETATTR: {
        struct fuse_attr_out out = {.attr = attributes(head->nodeid)};
        reply(fuse, head->unique, 0, &out, sizeof out);
        break;
    }
    case FUSE_OPEN: {
        struct fuse_open_out out = {.fh = 1};
        reply(fuse, head->unique, 0, &out, sizeof out);
        break;
    }
    case FUSE_FLUSH: /* This is it. */
    case FUSE_FORGET:
    case FUSE_BATCH_FORGET:
    case FUSE_INTERRUPT:
        break;
    case FUSE_RELEASE:
        reply(fuse, head->unique, 0, NULL, 0);
        break;
    default:
        reply(fuse, head->unique, -ENOSYS, NULL, 0);
    }
}

int main(void)
{
    if (unshare(CLONE_NEWNS) < 0) {
        die("unshare");
    }
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0) {
        die("making the mounts private");
    }
    int fuse = open("/dev/fuse", O_RDWR | O_CLOEXEC);
    if (fuse < 0) {
        die("/dev/fuse");
    }
    char options[128];
    snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other", fuse);
    if (mount("stuck_file", "/tmp", "fuse.stuck_file", MS_NOSUID | MS_NODEV, options) < 0) {
        die("mount");
    }
    static char request[1 << 17];
    struct pollfd ready[] = {{.fd = fuse, .events = POLLIN}, {.fd = 0, .events = POLLIN}};
    puts("ready");
    fflush(stdout);
    while (poll(ready, 2, -1) >= 0 && !ready[1].revents) {
        if (ready[0].revents && read(fuse, request, sizeof request) > 0) {
            serve(fuse, request);
        }
    }
    return 0;
}
