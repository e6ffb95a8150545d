// SPDX-License-Identifier: Apache-2.0
/*
 * The life of one helper, from exec to its end after SIGTERM, with requests in between.
 *
 * usage: life SOCKET DEVICE DELAY_MS REQUESTS PAUSE_MS PROGRAM [ARGUMENT...]
 *        life - PROGRAM [ARGUMENT...]
 *
 * The first form starts the helper, waits for SOCKET to appear (inotify: nothing polls, nothing takes the helper's CPU), and is
 * answered a greeting; waits DELAY_MS, sends REQUESTS with PAUSE_MS between them, and ends it. It prints a name and a number for
 * each figure: times in microseconds, memory in KiB. The second form runs a program to its end and prints how long that took.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CDB = 16, REPLY = 104, DATA = 8192, PATIENCE_S = 20 };

static struct sockaddr_un address = {.sun_family = AF_UNIX};
static pid_t helper;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e6 + time.tv_nsec * 1e-3;
}

static void die(const char *what)
{
    perror(what);
    if (helper > 0) {
        kill(helper, SIGKILL);
    }
    exit(1);
}

static void timed_out(int signal)
{
    (void)signal;
    static const char text[] = "life: timed out\n";
    if (write(2, text, sizeof text - 1) < 0 || helper > 0) {
        kill(helper, SIGKILL);
    }
    _exit(1);
}

static pid_t start(char **command)
{
    pid_t pid = vfork();
    if (pid < 0) {
        die("vfork");
    }
    if (pid == 0) {
        execvp(command[0], command);
        _exit(127);
    }
    return pid;
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

static void request(int fd, int device)
{
    static const unsigned char cdb[CDB] = {0x5e, 0, 0, 0, 0, 0, 0, DATA >> 8};
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
    receive_all(fd, reply, REPLY);
    size_t size = (size_t)reply[6] << 8 | reply[7];
    if (size) {
        receive_all(fd, reply + REPLY, size);
    }
}

/* CPU time of all threads that live, in microseconds. */
static double cpu(pid_t pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *tasks = opendir(path);
    double sum = 0;
    for (struct dirent *entry; tasks && (entry = readdir(tasks));) {
        char file[sizeof path + 300];
        snprintf(file, sizeof file, "%s/%s/schedstat", path, entry->d_name);
        FILE *stat = fopen(file, "r");
        double nanos;
        if (stat && fscanf(stat, "%lf", &nanos) == 1) {
            sum += nanos / 1000;
        }
        if (stat) {
            fclose(stat);
        }
    }
    if (tasks) {
        closedir(tasks);
    }
    return sum;
}

static void print_memory(const char *when, pid_t pid)
{
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", pid);
    FILE *rollup = fopen(path, "r");
    while (rollup && fgets(line, sizeof line, rollup)) {
        long size;
        if (sscanf(line, "Rss: %ld", &size) == 1) {
            printf("rss-%s %ld\n", when, size);
        } else if (sscanf(line, "Pss: %ld", &size) == 1) {
            printf("pss-%s %ld\n", when, size);
        } else if (sscanf(line, "Private_Dirty: %ld", &size) == 1) {
            printf("private-%s %ld\n", when, size);
        }
    }
    if (rollup) {
        fclose(rollup);
    }
}

/* Waits until something listens on the socket; returns the connection. */
static int connection(int watch)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    while (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        char events[4096] __attribute__((aligned(8)));
        if (errno == ECONNREFUSED) {
            usleep(50); /* bound but not listening yet: that is a moment only */
        } else if (errno != ENOENT || read(watch, events, sizeof events) < 0) {
            die("connect");
        }
    }
    return fd;
}

static int until_end(char **command)
{
    double began = now();
    helper = start(command);
    struct rusage usage;
    int status;
    wait4(helper, &status, 0, &usage);
    printf("end %.0f\ncpu %.0f\n", now() - began,
           usage.ru_utime.tv_sec * 1e6 + usage.ru_utime.tv_usec + usage.ru_stime.tv_sec * 1e6 + usage.ru_stime.tv_usec);
    return status != 0;
}

static void serve(int fd, int device, int delay, int requests, int pause)
{
    usleep(delay * 1000);
    for (int i = 1; i <= requests; i++) {
        double began = now();
        request(fd, device);
        double micros = now() - began;
        if (i == 1 || i == 2 || i == 10 || i == 100 || i == 1000) {
            printf("request-%d %.1f\n", i, micros);
        }
        if (pause) {
            usleep(pause * 1000);
        }
    }
}

int main(int count, char **arguments)
{
    signal(SIGALRM, timed_out);
    alarm(PATIENCE_S);
    if (count > 2 && !strcmp(arguments[1], "-")) {
        return until_end(arguments + 2);
    }
    if (count < 7 || strlen(arguments[1]) >= sizeof address.sun_path) {
        fprintf(stderr, "usage: life SOCKET DEVICE DELAY_MS REQUESTS PAUSE_MS PROGRAM [ARGUMENT...]\n");
        return 2;
    }
    strcpy(address.sun_path, arguments[1]);
    unlink(address.sun_path);
    int device = open(arguments[2], O_RDWR | O_CLOEXEC);
    if (device < 0) {
        die(arguments[2]);
    }
    int watch = inotify_init1(IN_CLOEXEC);
    if (inotify_add_watch(watch, dirname(strdupa(address.sun_path)), IN_CREATE | IN_MOVED_TO) < 0) {
        die("inotify");
    }
    double began = now();
    helper = start(arguments + 6);
    int fd = connection(watch);
    uint32_t features;
    receive_all(fd, &features, sizeof features);
    printf("greeting %.0f\n", now() - began);
    printf("greeting-cpu %.0f\n", cpu(helper));
    features = 0;
    if (send(fd, &features, sizeof features, MSG_NOSIGNAL) < 0) {
        die("send");
    }
    serve(fd, device, atoi(arguments[3]), atoi(arguments[4]), atoi(arguments[5]));
    usleep(100000);
    print_memory("end", helper);
    printf("cpu-end %.0f\n", cpu(helper));
    began = now();
    kill(helper, SIGTERM);
    int status;
    waitpid(helper, &status, 0);
    printf("stop %.0f\n", now() - began);
    return 0;
}
