// SPDX-License-Identifier: Apache-2.0
/*
 * Commands for multipath maps, by a helper or by libmpathpersist in this process.
 *
 * usage: maps SOCKET turns COUNT MAP
 *        maps SOCKET speed helper|threads|serial read|register SECONDS MAP...
 *        maps SOCKET tail SECONDS DISK MAP [HUNG]
 *        maps SOCKET warm COUNT MAP
 *
 * warm    COUNT commands for the helper, of the kinds that are measured; prints the mean time of each quarter.
 * turns   COUNT times: REGISTER by the helper and unregistered again, then the same by the library. Only the REGISTER counts.
 * speed   READ KEYS, or REGISTER AND IGNORE EXISTING KEY with two keys in turn. helper: a connection for each map. The library:
 *         a thread for each map, or one for all maps.
 * tail    READ KEYS every few milliseconds: on DISK by an ioctl of this program, and by the helper on DISK and on MAP, at the same
 *         time; meanwhile two connections ask for HUNG over and over, where it is given.
 *
 * Prints one figure a line, name and number: times in microseconds, speed in commands a second.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <scsi/sg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "request.h"

enum { REGISTER = 0, REGISTER_AND_IGNORE = 6, READ_KEYS = 0, LIST = 24, SAMPLES = 200000, PAUSE_US = 5000, MOST = 16 };

/* The library's own, as far as it is used here; x86-64. What each has at its end is a table of 32 pointers. */
struct prout_param_descriptor {
    unsigned char key[8], service_action_key[8], unused[4], flags, more[8203];
    void *identifiers[32];
};
struct prin_resp {
    uint32_t generation, length;
    unsigned char keys[8192];
    void *descriptors[32];
};
static int (*library_in)(int fd, int action, struct prin_resp *response, int noisy, int verbose);
static int (*library_out)(
    int fd, int action, int scope, unsigned type, struct prout_param_descriptor *list, int noisy, int verbose);

/* One that sends commands, and how long each took. */
struct sender {
    pthread_t thread;
    void (*send)(struct sender *sender, int device);
    int socket, registers, turn, pause;
    int *devices;
    int device_count;
    long count, failed;
    float *micros;
};

static volatile int stop;

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static void load_library(void)
{
    void *library = dlopen("libmpathpersist.so.0", RTLD_NOW);
    if (!library) {
        fprintf(stderr, "maps: %s\n", dlerror());
        exit(1);
    }
    int (*init)(void) = (int (*)(void))dlsym(library, "libmpathpersist_init");
    library_in = (__typeof__(library_in))dlsym(library, "mpath_persistent_reserve_in");
    library_out = (__typeof__(library_out))dlsym(library, "mpath_persistent_reserve_out");
    if (!init || !library_in || !library_out || init()) {
        fprintf(stderr, "maps: this libmpathpersist can not be used\n");
        exit(1);
    }
}

static int open_device(const char *name)
{
    int fd = open(name, O_RDWR | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        die(name);
    }
    return fd;
}

static void put_key(unsigned char *to, int key)
{
    memset(to, 0, 8);
    to[7] = key;
}

static int helper_register(int fd, int device, int action, int key, int new_key)
{
    unsigned char cdb[CDB] = {0x5f, action, 0, 0, 0, 0, 0, 0, LIST}, list[LIST] = {0};
    put_key(list, key);
    put_key(list + 8, new_key);
    return command(fd, device, cdb, list, LIST);
}

static int library_register(int device, int action, int key, int new_key)
{
    struct prout_param_descriptor *list = calloc(1, sizeof *list);
    put_key(list->key, key);
    put_key(list->service_action_key, new_key);
    int status = library_out(device, action, 0, 0, list, 0, 0);
    free(list);
    return status;
}

static int next_key(struct sender *sender)
{
    return 0x11 + (sender->turn++ / sender->device_count & 1);
}

static void by_helper(struct sender *sender, int device)
{
    int status = sender->registers ? helper_register(sender->socket, device, REGISTER_AND_IGNORE, 0, next_key(sender))
                                   : request(sender->socket, device);
    sender->failed += status != 0;
}

static void by_library(struct sender *sender, int device)
{
    int status;
    if (sender->registers) {
        status = library_register(device, REGISTER_AND_IGNORE, 0, next_key(sender));
    } else {
        struct prin_resp *response = calloc(1, sizeof *response);
        status = library_in(device, READ_KEYS, response, 0, 0);
        free(response);
    }
    sender->failed += status != 0;
}

static void by_ioctl(struct sender *sender, int device)
{
    unsigned char cdb[10] = {0x5e, READ_KEYS, 0, 0, 0, 0, 0, DATA >> 8}, data[DATA], sense[96];
    struct sg_io_hdr header = {
        .interface_id = 'S',
        .dxfer_direction = SG_DXFER_FROM_DEV,
        .cmd_len = sizeof cdb,
        .cmdp = cdb,
        .mx_sb_len = sizeof sense,
        .sbp = sense,
        .dxferp = data,
        .dxfer_len = sizeof data,
        .timeout = 30000,
    };
    sender->failed += ioctl(device, SG_IO, &header) < 0 || header.status || header.host_status;
}

static void *run(void *argument)
{
    struct sender *sender = argument;
    for (int i = 0; !stop && sender->count < SAMPLES; i++) {
        double began = now();
        sender->send(sender, sender->devices[i % sender->device_count]);
        sender->micros[sender->count] = now() - began;
        sender->count++;
        if (sender->pause) {
            usleep(sender->pause);
        }
    }
    return NULL;
}

static void start(struct sender *sender, void (*how)(struct sender *, int), int *devices, int device_count)
{
    sender->send = how;
    sender->devices = devices;
    sender->device_count = device_count;
    sender->socket = how == by_helper ? greeted() : -1;
    sender->micros = calloc(SAMPLES, sizeof(float));
    /* What the first command has to do besides is not measured. */
    for (int i = 0; i < device_count; i++) {
        how(sender, devices[i]);
    }
    sender->failed = 0;
}

static void begin(struct sender *sender)
{
    if (pthread_create(&sender->thread, NULL, run, sender)) {
        die("pthread_create");
    }
}

static int ascending(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static double part(float *sorted, long count, double part)
{
    return count ? sorted[(long)(count * part)] : 0;
}

static void turns(int count, int map)
{
    float *helper = calloc(count, sizeof(float)), *library = calloc(count, sizeof(float));
    int fd = greeted(), failed = 0;
    load_library();
    /* One turn for what happens once only. */
    for (int i = -1; i < count; i++) {
        double began = now();
        failed += helper_register(fd, map, REGISTER, 0, 0x21) != 0;
        double micros = now() - began;
        failed += helper_register(fd, map, REGISTER, 0x21, 0) != 0;
        began = now();
        failed += library_register(map, REGISTER, 0, 0x22) != 0;
        if (i >= 0) {
            library[i] = now() - began;
            helper[i] = micros;
        }
        failed += library_register(map, REGISTER, 0x22, 0) != 0;
    }
    qsort(helper, count, sizeof(float), ascending);
    qsort(library, count, sizeof(float), ascending);
    printf("helper-least %.0f\nhelper-p50 %.0f\nhelper-p90 %.0f\n", helper[0], part(helper, count, .5), part(helper, count, .9));
    printf("library-least %.0f\nlibrary-p50 %.0f\nlibrary-p90 %.0f\n", library[0], part(library, count, .5),
           part(library, count, .9));
    printf("failed %d\n", failed);
}

/* A JVM begins by interpreting. */
static void warm(int count, int map)
{
    int fd = greeted(), each = count / 16, failed = 0;
    double began = now();
    for (int i = 0; i < 4 * each; i++) {
        failed += helper_register(fd, map, REGISTER, 0, 0x20) != 0 || request(fd, map) != 0;
        failed += helper_register(fd, map, REGISTER, 0x20, 0) != 0 || request(fd, map) != 0;
        if (i % each == each - 1) {
            printf("mean-%d %.0f\n", i / each + 1, (now() - began) / each / 4);
            began = now();
        }
    }
    printf("failed %d\n", failed);
}

static void speed(const char *who, const char *action, double seconds, int *maps, int count)
{
    int helper = !strcmp(who, "helper"), serial = !strcmp(who, "serial"), threads = serial ? 1 : count;
    struct sender *senders = calloc(threads, sizeof *senders);
    if (!helper) {
        load_library();
    }
    for (int i = 0; i < threads; i++) {
        senders[i].registers = !strcmp(action, "register");
        start(&senders[i], helper ? by_helper : by_library, maps + i, serial ? count : 1);
    }
    double began = now();
    for (int i = 0; i < threads; i++) {
        begin(&senders[i]);
    }
    usleep(seconds * 1e6);
    stop = 1;
    long total = 0, failed = 0;
    float *all = calloc(SAMPLES * (size_t)threads, sizeof(float));
    for (int i = 0; i < threads; i++) {
        pthread_join(senders[i].thread, NULL);
        memcpy(all + total, senders[i].micros, senders[i].count * sizeof(float));
        total += senders[i].count;
        failed += senders[i].failed;
    }
    printf("speed %.2f\n", total / ((now() - began) / 1e6));
    qsort(all, total, sizeof(float), ascending);
    printf("p50 %.0f\nfailed %ld\n", part(all, total, .5), failed);
    /* The next one begins with nothing registered. */
    for (int i = 0; i < count && senders[0].registers; i++) {
        if (helper) {
            helper_register(senders[0].socket, maps[i], REGISTER_AND_IGNORE, 0, 0);
        } else {
            library_register(maps[i], REGISTER_AND_IGNORE, 0, 0);
        }
    }
}

static void tail(double seconds, int disk, int map, int hung)
{
    static struct sender senders[5];
    static const char *names[] = {"ioctl", "disk", "map"};
    int devices[] = {disk, disk, map, hung};
    for (int i = 0; i < 3; i++) {
        start(&senders[i], i ? by_helper : by_ioctl, devices + i, 1);
        senders[i].pause = PAUSE_US;
    }
    for (int i = 3; hung >= 0 && i < 5; i++) {
        start(&senders[i], by_helper, devices + 3, 0);
        senders[i].device_count = 1;
        senders[i].pause = 20 * PAUSE_US;
        begin(&senders[i]);
    }
    for (int i = 0; i < 3; i++) {
        begin(&senders[i]);
    }
    usleep(seconds * 1e6);
    stop = 1;
    for (int i = 0; i < 3; i++) {
        pthread_join(senders[i].thread, NULL);
        qsort(senders[i].micros, senders[i].count, sizeof(float), ascending);
        printf("%s-p50 %.0f\n%s-p99 %.0f\n%s-max %.0f\n%s-count %ld\n%s-failed %ld\n", names[i],
               part(senders[i].micros, senders[i].count, .5), names[i], part(senders[i].micros, senders[i].count, .99), names[i],
               part(senders[i].micros, senders[i].count, 1 - 1e-9), names[i], senders[i].count, names[i], senders[i].failed);
    }
    printf("hung-count %ld\n", senders[3].count + senders[4].count);
    /* Whoever still waits for the map that hangs ends here. */
}

static int usage(void)
{
    fprintf(stderr, "usage: maps SOCKET turns COUNT MAP\n"
                    "       maps SOCKET speed helper|threads|serial read|register SECONDS MAP...\n"
                    "       maps SOCKET tail SECONDS DISK MAP [HUNG]\n"
                    "       maps SOCKET warm COUNT MAP\n");
    return 2;
}

int main(int count, char **arguments)
{
    if (count < 5 || strlen(arguments[1]) >= sizeof address.sun_path) {
        return usage();
    }
    strcpy(address.sun_path, arguments[1]);
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (!strcmp(arguments[2], "turns")) {
        turns(atoi(arguments[3]), open_device(arguments[4]));
    } else if (!strcmp(arguments[2], "warm")) {
        warm(atoi(arguments[3]), open_device(arguments[4]));
    } else if (!strcmp(arguments[2], "speed") && count > 6 && count <= 6 + MOST) {
        int maps[MOST];
        for (int i = 6; i < count; i++) {
            maps[i - 6] = open_device(arguments[i]);
        }
        speed(arguments[3], arguments[4], atof(arguments[5]), maps, count - 6);
    } else if (!strcmp(arguments[2], "tail") && count > 5) {
        tail(atof(arguments[3]), open_device(arguments[4]), open_device(arguments[5]), count > 6 ? open_device(arguments[6]) : -1);
    } else {
        return usage();
    }
    return 0;
}
