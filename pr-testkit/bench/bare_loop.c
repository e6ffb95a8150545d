// SPDX-License-Identifier: Apache-2.0
/*
 * The least a helper can do: a thread for each connection that makes the system calls of one request, with no checks. It is
 * what a helper's speed is measured against, not a helper.
 *
 * usage: bare_loop SOCKET
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <scsi/sg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { CDB = 16, SENSE = 96, HEAD = 8, DATA = 8192, PR_IN = 0x5e, PR_OUT = 0x5f };

struct memory {
    unsigned char cdb[CDB];
    unsigned char out[DATA];
    unsigned char reply[HEAD + SENSE + DATA];
};

static int receive_all(int fd, void *to, size_t length)
{
    for (size_t done = 0; done < length;) {
        ssize_t count = recv(fd, (char *)to + done, length - done, 0);
        if (count <= 0) {
            return -1;
        }
        done += count;
    }
    return 0;
}

static int receive_cdb(int fd, unsigned char *cdb)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec data = {cdb, CDB};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = CMSG_LEN(sizeof(int))};
    int device = -1;
    if (recvmsg(fd, &message, MSG_CMSG_CLOEXEC) == CDB && CMSG_FIRSTHDR(&message)) {
        memcpy(&device, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof device);
    }
    return device;
}

static void execute(int device, struct memory *memory, int length)
{
    int in = memory->cdb[0] == PR_IN;
    struct sg_io_hdr header = {
        .interface_id = 'S',
        .dxfer_direction = in ? SG_DXFER_FROM_DEV : SG_DXFER_TO_DEV,
        .cmd_len = CDB,
        .cmdp = memory->cdb,
        .mx_sb_len = SENSE,
        .sbp = memory->reply + HEAD,
        .dxferp = in ? memory->reply + HEAD + SENSE : memory->out,
        .dxfer_len = in ? DATA : length,
        .timeout = 30000,
    };
    struct statx type;
    statx(device, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_TYPE, &type);
    if (!in) {
        fcntl(device, F_GETFL);
    }
    memset(memory->reply, 0, HEAD + SENSE + (in ? DATA : 0));
    if (ioctl(device, SG_IO, &header) < 0) {
        memory->reply[3] = 2; /* CHECK CONDITION 0B/00/06 */
        memory->reply[HEAD] = 0x70;
        memory->reply[HEAD + 2] = 0xb;
        memory->reply[HEAD + 7] = 0x0a;
        memory->reply[HEAD + 13] = 0x06;
    }
}

static void *serve(void *argument)
{
    int fd = (int)(intptr_t)argument;
    static __thread struct memory memory;
    uint32_t features = 0;
    send(fd, &features, sizeof features, MSG_NOSIGNAL);
    int device = -1;
    if (receive_all(fd, &features, sizeof features) == 0) {
        while ((device = receive_cdb(fd, memory.cdb)) >= 0) {
            int length = memory.cdb[7] << 8 | memory.cdb[8];
            if (length > DATA || (memory.cdb[0] == PR_OUT && receive_all(fd, memory.out, length) < 0)) {
                close(device);
                break;
            }
            execute(device, &memory, length);
            send(fd, memory.reply, HEAD + SENSE, MSG_NOSIGNAL);
            close(device);
        }
    }
    close(fd);
    return NULL;
}

int main(int count, char **arguments)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (count != 2 || strlen(arguments[1]) >= sizeof address.sun_path) {
        fprintf(stderr, "usage: bare_loop SOCKET\n");
        return 2;
    }
    strcpy(address.sun_path, arguments[1]);
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    /* An earlier measurement of the same run leaves it. */
    unlink(address.sun_path);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 1024) < 0) {
        perror(arguments[1]);
        return 1;
    }
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        pthread_t thread;
        if (fd >= 0 && pthread_create(&thread, NULL, serve, (void *)(intptr_t)fd) == 0) {
            pthread_detach(thread);
        }
    }
}
