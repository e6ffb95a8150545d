// SPDX-License-Identifier: Apache-2.0
/*
 * The life of one helper: from exec to its end after SIGTERM, with requests in between.
 *
 * usage: life [-w DELAY_MS] [-n REQUESTS] [-p PAUSE_MS] [-f PIDFILE] SOCKET DEVICE PROGRAM [ARGUMENT...]
 *        life -e PROGRAM [ARGUMENT...]
 *
 * Starts the helper, waits for SOCKET to appear (told by the kernel: nothing polls, nothing takes the helper's CPU) and for the
 * greeting; waits DELAY_MS, sends REQUESTS (1) with PAUSE_MS between them, and ends it. With -f the program is to go into the
 * background: first of all its command must return. With -e it is only run to its end.
 *
 * Prints one figure a line, name and number; times in microseconds:
 *   returned          -f: until the command returned
 *   ready-at-return   -f: 1 if the socket could be connected to and the pid file held the process id then, else 0
 *   greeting          from exec to the greeting
 *   cpu               what its threads had used of the CPUs by then; -e: in all
 *   request-N         round trip of the Nth request, N = 1, 10, 100, 1000
 *   stop              from SIGTERM to its end
 *   end               -e: from exec to its end
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "request.h"

enum { PATIENCE_S = 20 };

static pid_t helper;

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
    if (helper > 0) {
        kill(helper, SIGKILL);
    }
    static const char text[] = "life: timed out\n";
    _exit(write(2, text, sizeof text - 1) < 0 ? 2 : 1);
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

/* CPU time of all threads that live, in microseconds. */
static double cpu(pid_t pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *tasks = opendir(path);
    double sum = 0;
    for (struct dirent *entry; tasks && (entry = readdir(tasks));) {
        char file[sizeof path + sizeof entry->d_name + sizeof "//schedstat"];
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

/* Waits until something listens on the socket; returns the connection. */
static int connection(int watch)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    while (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        char events[4096] __attribute__((aligned(8)));
        if (errno == ECONNREFUSED) {
            usleep(50); /* bound but not listening yet: a moment only */
        } else if (errno != ENOENT || read(watch, events, sizeof events) < 0) {
            die("connect");
        }
    }
    return fd;
}

static pid_t read_pid(const char *path)
{
    FILE *file = fopen(path, "r");
    int pid = 0;
    if (file) {
        if (fscanf(file, "%d", &pid) != 1) {
            pid = 0;
        }
        fclose(file);
    }
    return pid;
}

/* The command has been started: waits for its return, and finds the process it left. */
static void background(const char *pid_file, double began)
{
    int status;
    waitpid(helper, &status, 0);
    printf("returned %.0f\n", now() - began);
    helper = 0;
    if (status) {
        fprintf(stderr, "life: the command failed with status %d\n", WEXITSTATUS(status));
        exit(1);
    }
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int connected = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    helper = read_pid(pid_file);
    printf("ready-at-return %d\n", connected && helper > 0);
    close(fd);
    while (helper <= 0) {
        usleep(1000);
        helper = read_pid(pid_file);
    }
}

static int until_end(char **command)
{
    double began = now();
    helper = start(command);
    struct rusage usage;
    int status;
    wait4(helper, &status, 0, &usage);
    printf("end %.0f\n", now() - began);
    printf("cpu %.0f\n", usage.ru_utime.tv_sec * 1e6 + usage.ru_utime.tv_usec + usage.ru_stime.tv_sec * 1e6 +
                             usage.ru_stime.tv_usec);
    return status != 0;
}

static void serve(int fd, int device, int requests, int pause)
{
    for (int i = 1; i <= requests; i++) {
        double began = now();
        request(fd, device);
        double micros = now() - began;
        if (i == 1 || i == 10 || i == 100 || i == 1000) {
            printf("request-%d %.1f\n", i, micros);
        }
        if (pause) {
            usleep(pause * 1000);
        }
    }
}

static void stop(void)
{
    struct pollfd end = {.fd = syscall(SYS_pidfd_open, helper, 0), .events = POLLIN};
    if (end.fd < 0) {
        die("pidfd_open");
    }
    double began = now();
    kill(helper, SIGTERM);
    poll(&end, 1, -1);
    printf("stop %.0f\n", now() - began);
    waitpid(helper, NULL, 0);
}

int main(int count, char **arguments)
{
    int delay = 0, requests = 1, pause = 0, only_end = 0, option;
    const char *pid_file = NULL;
    while ((option = getopt(count, arguments, "+w:n:p:f:e")) > 0) {
        switch (option) {
        case 'w': delay = atoi(optarg); break;
        case 'n': requests = atoi(optarg); break;
        case 'p': pause = atoi(optarg); break;
        case 'f': pid_file = optarg; break;
        case 'e': only_end = 1; break;
        default: return 2;
        }
    }
    char **words = arguments + optind;
    signal(SIGALRM, timed_out);
    alarm(PATIENCE_S);
    if (only_end && words[0]) {
        return until_end(words);
    }
    if (count - optind < 3 || strlen(words[0]) >= sizeof address.sun_path) {
        fprintf(stderr, "usage: life [-w DELAY_MS] [-n REQUESTS] [-p PAUSE_MS] [-f PIDFILE] SOCKET DEVICE PROGRAM [ARGUMENT...]\n");
        return 2;
    }
    strcpy(address.sun_path, words[0]);
    unlink(address.sun_path);
    int device = open(words[1], O_RDWR | O_CLOEXEC);
    if (device < 0) {
        die(words[1]);
    }
    int watch = inotify_init1(IN_CLOEXEC);
    if (inotify_add_watch(watch, dirname(strdupa(address.sun_path)), IN_CREATE | IN_MOVED_TO) < 0) {
        die("inotify");
    }
    if (pid_file) {
        unlink(pid_file);
    }
    double began = now();
    helper = start(words + 2);
    if (pid_file) {
        background(pid_file, began);
    }
    int fd = connection(watch);
    uint32_t features;
    receive_all(fd, &features, sizeof features);
    printf("greeting %.0f\n", now() - began);
    printf("cpu %.0f\n", cpu(helper));
    features = 0;
    if (send(fd, &features, sizeof features, MSG_NOSIGNAL) < 0) {
        die("send");
    }
    usleep(delay * 1000);
    serve(fd, device, requests, pause);
    stop();
    return 0;
}
