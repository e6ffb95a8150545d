// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.audit;

/**
 * The virtual machine that a client is.
 *
 * @param name as whoever runs it names it
 * @param by who runs it, by which the name can be found
 */
record VirtualMachine(String name, By by) {
    /** Who runs it. */
    enum By {
        LIBVIRT("libvirt"),
        KUBEVIRT("kubevirt"),
        SYSTEMD("systemd"),
        /** Nobody that is known: the name is what QEMU was told on its command line. */
        QEMU("qemu");

        private final String word;

        By(String word) {
            this.word = word;
        }

        /** In the trail. */
        String word() {
            return word;
        }
    }
}
