// SPDX-License-Identifier: Apache-2.0
/*
 * A client as lean as can be, so that what is measured is the helper: a thread for each connection that sends PERSISTENT
 * RESERVE IN (with out: PERSISTENT RESERVE OUT) with an open disk and waits for the reply.
 *
 * usage: load SOCKET DEVICE CONNECTIONS SECONDS [REQUESTS [out]]
 * Ends after SECONDS, or sooner where each connection has sent its part of REQUESTS.
 *
 * Prints one figure a line, name and number: throughput in requests a second, and percentiles of the round trip in microseconds.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
#include "request.h"

enum { SAMPLES = 4000000 };

/* REGISTER, which changes nothing where the key is 0 and there is no registration. */
static int request_out(int fd, int device)
{
    static const unsigned char cdb[CDB] = {0x5f, 0, 0, 0, 0, 0, 0, 0, 24}, list[24];
    return command(fd, device, cdb, list, sizeof list);
}

static int device;
static int connected;
static long most = -1;
static int (*ask)(int fd, int device) = request;
static volatile int go, stop, running;

struct client {
    pthread_t thread;
    long count, capacity;
    float *micros;
};

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static void *run(void *argument)
{
    struct client *client = argument;
    int fd = greeted();
    __atomic_add_fetch(&connected, 1, __ATOMIC_SEQ_CST);
    while (!go) {
        usleep(1000);
    }
    while (!stop && client->count != most) {
        double began = now();
        ask(fd, device);
        if (client->count < client->capacity) {
            client->micros[client->count] = now() - began;
        }
        client->count++;
    }
    close(fd);
    __atomic_sub_fetch(&running, 1, __ATOMIC_SEQ_CST);
    return NULL;
}

static int ascending(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static void print_percentiles(float *all, long samples)
{
    static const struct {
        const char *name;
        double part;
    } percentiles[] = {{"p50", .5}, {"p90", .9}, {"p99", .99}, {"p99.9", .999}, {"p99.99", .9999}};
    qsort(all, samples, sizeof(float), ascending);
    for (size_t i = 0; i < sizeof percentiles / sizeof *percentiles; i++) {
        printf("%s %.2f\n", percentiles[i].name, all[(long)(samples * percentiles[i].part)]);
    }
    printf("max %.2f\n", all[samples - 1]);
}

int main(int count, char **arguments)
{
    if (count < 5 || count > 7 || strlen(arguments[1]) >= sizeof address.sun_path) {
        fprintf(stderr, "usage: load SOCKET DEVICE CONNECTIONS SECONDS [REQUESTS [out]]\n");
        return 2;
    }
    strcpy(address.sun_path, arguments[1]);
    device = open(arguments[2], O_RDWR | O_CLOEXEC);
    if (device < 0) {
        die(arguments[2]);
    }
    int connections = atoi(arguments[3]);
    if (count > 5) {
        most = atol(arguments[5]) / connections;
    }
    if (count == 7) {
        ask = request_out;
    }
    running = connections;
    struct client *clients = calloc(connections, sizeof *clients);
    for (int i = 0; i < connections; i++) {
        clients[i].capacity = SAMPLES / connections;
        clients[i].micros = calloc(clients[i].capacity, sizeof(float));
        if (pthread_create(&clients[i].thread, NULL, run, &clients[i])) {
            die("pthread_create");
        }
    }
    while (__atomic_load_n(&connected, __ATOMIC_SEQ_CST) < connections) {
        usleep(10000);
    }
    double began = now();
    go = 1;
    while (running && now() - began < atof(arguments[4]) * 1e6) {
        usleep(10000);
    }
    double seconds = (now() - began) / 1e6;
    stop = 1;
    float *all = malloc(SAMPLES * sizeof(float));
    long total = 0, samples = 0;
    for (int i = 0; i < connections; i++) {
        pthread_join(clients[i].thread, NULL);
        long kept = clients[i].count < clients[i].capacity ? clients[i].count : clients[i].capacity;
        memcpy(all + samples, clients[i].micros, kept * sizeof(float));
        samples += kept;
        total += clients[i].count;
    }
    if (samples == 0) {
        fprintf(stderr, "load: not one request was answered\n");
        return 1;
    }
    printf("throughput %.0f\n", total / seconds);
    print_percentiles(all, samples);
    return 0;
}
