// SPDX-License-Identifier: Apache-2.0
/*
 * A client over its limit that holds up the close of each further connection.
 *
 * usage: turned_away SOCKET USER PLACES COUNT
 *
 * Becomes that user, connects PLACES times, or until it is turned away, and shakes hands; then connects COUNT times, and sends at once, before anybody has looked at
 * the connection, a TCP socket that lingers for an hour, of which no other descriptor is left. Says how many places it got and how many
 * of the sockets were sent: before Linux 6.16 all, with SO_PASSRIGHTS as many as the helper lets. When it ends, which it does with its standard input, all closes go on.
 * Needs root, to become another.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void die(const char *what)
{
    fprintf(stderr, "turned_away: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int helper(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, path, sizeof address.sun_path - 1);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        die("connect");
    }
    return fd;
}

/* Its peer never reads; small buffers, so that a little fills them. */
static int lingering(int listener, struct sockaddr_in *address)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    int small = 4096;
    struct linger hour = {1, 3600};
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &small, sizeof small) < 0
            || setsockopt(fd, SOL_SOCKET, SO_LINGER, &hour, sizeof hour) < 0
            || connect(fd, (struct sockaddr *)address, sizeof *address) < 0 || accept(listener, NULL, NULL) < 0) {
        die("a TCP connection");
    }
    static char bytes[65536];
    while (send(fd, bytes, sizeof bytes, MSG_DONTWAIT) > 0) {
    }
    return fd;
}

/* True if it was sent. */
static int pass(int to, int fd)
{
    char byte = 0;
    struct iovec data = {&byte, 1};
    char control[CMSG_SPACE(sizeof fd)] = {0};
    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(head), &fd, sizeof fd);
    return sendmsg(to, &message, MSG_NOSIGNAL) == 1;
}

/* A close that is held up, here, would hold this up: the linger time goes first. */
static void forget(int fd)
{
    struct linger none = {0, 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    close(fd);
}

int main(int count, char **words)
{
    if (count != 5) {
        fprintf(stderr, "usage: turned_away SOCKET USER PLACES COUNT\n");
        return 2;
    }
    int user = atoi(words[2]);
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    if (setgroups(0, NULL) < 0 || setgid(user) < 0 || setuid(user) < 0) {
        die("becoming another user");
    }
    int places = 0;
    while (places < atoi(words[3])) {
        char bytes[4];
        int fd = helper(words[1]);
        if (read(fd, bytes, sizeof bytes) != sizeof bytes) {
            break;
        }
        places++;
        memset(bytes, 0, sizeof bytes);
        if (write(fd, bytes, sizeof bytes) != sizeof bytes) {
            die("answer");
        }
    }
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    int small = 2048;
    if (listener < 0 || setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &small, sizeof small) < 0
            || bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 16) < 0
            || getsockname(listener, (struct sockaddr *)&address, &length) < 0) {
        die("a TCP listener");
    }
    int sent = 0;
    int tries = 10 * atoi(words[4]);
    for (int left = atoi(words[4]); left > 0 && tries > 0; tries--) {
        int fd = lingering(listener, &address);
        if (pass(helper(words[1]), fd)) {
            close(fd);
            sent++;
            left--;
        } else {
            /* The helper was faster: once more. Where the kernel refuses it there is nothing to be faster with. */
            left -= errno == EPERM;
            forget(fd);
        }
    }
    printf("%d places, sent %d\n", places, sent);
    fflush(stdout);
    char byte;
    while (read(0, &byte, 1) > 0) {
    }
    return 0;
}
