// SPDX-License-Identifier: Apache-2.0
/* What the clients here say to a helper: a command with an open disk, and the reply to its end. Needs _GNU_SOURCE. */
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

enum { CDB = 16, REPLY = 104, DATA = 8192 };

static struct sockaddr_un address = {.sun_family = AF_UNIX};

/* Ends the program. */
static void die(const char *what);

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e6 + time.tv_nsec * 1e-3;
}

static void receive_all(int fd, void *to, size_t length)
{
    for (size_t done = 0; done < length;) {
        ssize_t count = recv(fd, (char *)to + done, length - done, 0);
        if (count <= 0) {
            die("recv");
        }
        done += count;
    }
}

/* Connects and shakes hands. */
static int greeted(void)
{
    uint32_t features;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        die("connect");
    }
    receive_all(fd, &features, sizeof features);
    features = 0;
    if (send(fd, &features, sizeof features, MSG_NOSIGNAL) < 0) {
        die("send");
    }
    return fd;
}

/*
 * A command and, for PERSISTENT RESERVE OUT, its parameter list; returns the status that was answered. What was read is passed
 * over.
 */
static int command(int fd, int device, const unsigned char *cdb, const void *list, size_t length)
{
    unsigned char reply[REPLY + DATA];
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {.align = {.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS}};
    struct iovec data = {(void *)cdb, CDB};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    memcpy(CMSG_DATA(&control.align), &device, sizeof device);
    if (sendmsg(fd, &message, MSG_NOSIGNAL) != CDB) {
        die("sendmsg");
    }
    if (length && send(fd, list, length, MSG_NOSIGNAL) != (ssize_t)length) {
        die("send");
    }
    receive_all(fd, reply, REPLY);
    size_t size = (size_t)reply[6] << 8 | reply[7];
    if (size) {
        receive_all(fd, reply + REPLY, size);
    }
    return reply[3];
}

/* READ KEYS. */
static int request(int fd, int device)
{
    static const unsigned char cdb[CDB] = {0x5e, 0, 0, 0, 0, 0, 0, DATA >> 8};
    return command(fd, device, cdb, NULL, 0);
}
