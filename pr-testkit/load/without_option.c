// SPDX-License-Identifier: Apache-2.0
/*
 * Runs a program on a kernel that does not know an option of sockets, as an older one.
 *
 * usage: without_option NUMBER PROGRAM [ARGUMENT...]
 *
 * getsockopt(2) and setsockopt(2) with that number answer ENOPROTOOPT.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int count, char **words)
{
    if (count < 3) {
        fprintf(stderr, "usage: without_option NUMBER PROGRAM [ARGUMENT...]\n");
        return 2;
    }
    struct sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getsockopt, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_setsockopt, 0, 2),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)atoi(words[1]), 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOPROTOOPT),
    };
    struct sock_fprog filter = {sizeof program / sizeof *program, program};
    /* As root, which needs no no_new_privs, so that the program finds itself as it would without this. */
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) < 0) {
        perror("without_option: seccomp");
        return 1;
    }
    execvp(words[2], words + 2);
    perror(words[2]);
    return 1;
}
