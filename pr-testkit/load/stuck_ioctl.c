// SPDX-License-Identifier: Apache-2.0
/*
 * Runs a command in which SG_IO never returns for some block devices, as if they hung in error recovery.
 *
 * usage: stuck_ioctl FOLDER COUNT COMMAND...
 *
 * Makes COUNT loop devices without a file, with nodes FOLDER/stuck-0 and so on. The command becomes this process; a child of it is
 * asked by the kernel about each SG_IO (seccomp user notification, seccomp_unotify(2)): it lets those go on that are not for such a
 * node, and never answers the others. The child removes the devices when the command has ended. Needs root.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/loop.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif

enum { SG_IO = 0x2285, LOOP_MAJOR = 7, FIRST = 64 };

static void die(const char *what)
{
    fprintf(stderr, "stuck_ioctl: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void node_name(char *path, size_t size, const char *folder, int number)
{
    snprintf(path, size, "%s/stuck-%d", folder, number);
}

static void make_devices(const char *folder, int count)
{
    int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);
    if (control < 0) {
        die("/dev/loop-control");
    }
    for (int i = 0; i < count; i++) {
        char path[4096];
        node_name(path, sizeof path, folder, i);
        if (ioctl(control, LOOP_CTL_ADD, FIRST + i) < 0 && errno != EEXIST) {
            die("LOOP_CTL_ADD");
        }
        if (mknod(path, S_IFBLK | 0600, makedev(LOOP_MAJOR, FIRST + i)) < 0) {
            die(path);
        }
    }
    close(control);
}

static void remove_devices(const char *folder, int count)
{
    int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);
    for (int i = 0; i < count; i++) {
        char path[4096];
        /* A client may still have it open for a moment. */
        for (int tries = 0; tries < 100 && ioctl(control, LOOP_CTL_REMOVE, FIRST + i) < 0 && errno == EBUSY; tries++) {
            usleep(50000);
        }
        /* Last: whoever waits for the end of the devices looks at their nodes. */
        node_name(path, sizeof path, folder, i);
        unlink(path);
    }
}

static int install_filter(void)
{
    struct sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 0, 5),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[1])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SG_IO, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = {.len = sizeof program / sizeof *program, .filter = program};
    unsigned long flags = SECCOMP_FILTER_FLAG_NEW_LISTENER;
    /* Only a deadly signal ends the wait, as with a device; before Linux 5.19 any signal does. */
    int listener = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV, &filter);
    return listener >= 0 ? listener : (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &filter);
}

static void pass(int socket, int fd)
{
    char byte = 0;
    char control[CMSG_SPACE(sizeof fd)] = {0};
    struct iovec data = {&byte, 1};
    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(header), &fd, sizeof fd);
    if (sendmsg(socket, &message, 0) != 1) {
        die("sendmsg");
    }
}

static int take(int socket)
{
    char byte;
    int fd;
    char control[CMSG_SPACE(sizeof fd)];
    struct iovec data = {&byte, 1};
    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    if (recvmsg(socket, &message, 0) != 1 || !CMSG_FIRSTHDR(&message)) {
        exit(1); /* The other side has said why. */
    }
    memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
    return fd;
}

static int is_stuck(const struct seccomp_notif *question)
{
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/%u/fd/%d", question->pid, (int)question->data.args[0]);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = 0;
    return strstr(path, "/stuck-") != NULL;
}

/* Until the last process with the filter has ended. */
static void answer(int listener)
{
    struct pollfd ready = {.fd = listener, .events = POLLIN};
    while (poll(&ready, 1, -1) < 0 || !(ready.revents & (POLLHUP | POLLERR))) {
        struct seccomp_notif question = {0};
        if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &question) < 0 || is_stuck(&question)) {
            continue;
        }
        struct seccomp_notif_resp go_on = {.id = question.id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
        ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &go_on);
    }
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: stuck_ioctl FOLDER COUNT COMMAND...\n");
        return 2;
    }
    int count = atoi(argv[2]);
    make_devices(argv[1], count);
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) {
        die("socketpair");
    }
    if (fork() == 0) {
        /* A session of its own, and none of the command's streams: whoever reads them sees the command's end. */
        setsid();
        signal(SIGPIPE, SIG_IGN);
        close(ends[0]);
        int null = open("/dev/null", O_RDWR);
        for (int fd = 0; fd < 3; fd++) {
            dup2(null, fd);
        }
        answer(take(ends[1]));
        remove_devices(argv[1], count);
        return 0;
    }
    close(ends[1]);
    int listener = install_filter();
    if (listener < 0) {
        die("seccomp");
    }
    pass(ends[0], listener);
    close(listener);
    execvp(argv[3], argv + 3);
    die(argv[3]);
}
