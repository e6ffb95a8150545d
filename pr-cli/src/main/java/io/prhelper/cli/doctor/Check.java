// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

import java.util.Locale;

/** What is looked at; the documents have a table of it, with what it means. The names stay. */
enum Check {
    KERNEL(""),
    PRIVILEGES("Run it as root, so that it can ask disks and look at other users' processes."),
    SOCKET(
            "Start the helper, for instance by 'systemctl enable --now qemu-pr-helper.socket', or name its socket with --socket."),
    SOCKET_ACCESS(
            "Give the socket to QEMU's group alone: SocketGroup= and SocketMode=0660 of the socket unit, or --socket-group and"
                    + " --socket-mode."),
    UNIT("Look at 'systemctl status qemu-pr-helper.service' and at its journal."),
    HELPER_CAPABILITY("Start the helper as root, or with CAP_SYS_RAWIO; in a container, let it have that capability."),
    HELPER_LIMITS("Raise the limit: LimitNOFILE= and TasksMax= of the unit, --max-connections of the helper."),
    HELPER_MULTIPATH("Start the helper as root with --multipath=on."),
    NODE("Give the virtual machine a whole SCSI disk, /dev/sdX, or a multipath map of such."),
    PART(
            "Give the virtual machine the whole disk. --allow-partitions lets it through, and it can lock all others out of the disk."),
    READ_ONLY("Make the disk writable: 'blockdev --setrw', or the export of the storage."),
    RESERVATIONS("Turn persistent reservations on at the storage for this volume, or use another one."),
    UNIT_ATTENTION("Let the guest look at its reservation again, or do not ask disks that are in use."),
    TYPES("Use a storage that has the types that the cluster needs."),
    APTPL(
            "Keep in mind that a power loss of the storage ends all registrations, and let the cluster register anew then."),
    STALE_REGISTRATION(
            "If it is no other initiator's, take it away: 'sg_persist --out --preempt' from a registered one, with its key."),
    DUPLICATE_KEYS("Update multipath-tools; register the machine anew, after it has unregistered."),
    MULTIPATHD(
            "Start multipathd; in a container, mount /run/multipathd.socket, or the abstract socket's network namespace."),
    MULTIPATHD_MAP(
            "Run 'multipathd reconfigure', and see that blacklist in /etc/multipath.conf does not hold the map."),
    RESERVATION_KEY(
            "Write 'reservation_key file' into defaults of /etc/multipath.conf, then 'multipathd reconfigure'."),
    PATHS_AGREE("Check the cabling and mapping of the paths: each has to lead to the same unit."),
    PATH_STATE("Bring the path back, or remove its disk from the host."),
    PATH_REGISTERED("Let the machine register again while all paths are up; see that the helper handles maps."),
    QEMU_VERSION("Update QEMU."),
    MIGRATION(
            "Use QEMU 11 with a machine type of that version, or set migrate-pr=on of scsi-block, or do not migrate the machine."),
    PR_MANAGER("Add '-object pr-manager-helper,id=pr0,path=SOCKET' and 'file.pr-manager=pr0' to the drive's file."),
    QEMU_SOCKET("Start the helper at that path, or name its socket in the pr-manager-helper object."),
    SCSI_BLOCK("Attach the disk as scsi-block to a virtio-scsi controller; others do not pass reservations on."),
    ERROR_POLICY(
            "Set rerror=report,werror=report (libvirt: error_policy='report' and rerror_policy='report'; KubeVirt: errorPolicy:"
                    + " report)."),
    SHARED_DISK(
            "Run the machines on different hosts, or give each an initiator port of its own (NPIV, a second iSCSI session)."),
    VM("Name a machine that 'virsh list --all' shows, or start libvirtd."),
    VM_DEVICE("Make it <disk type='block' device='lun'>."),
    VM_BUS("Make it <target bus='scsi'/> and <controller type='scsi' model='virtio-scsi'/>."),
    VM_RESERVATIONS(
            "Add <reservations managed='no'><source type='unix' path='/run/qemu-pr-helper.sock' mode='client'/></reservations> to"
                    + " <source>, or managed='yes' for a helper of libvirt's.");

    private final String remedy;

    Check(String remedy) {
        this.remedy = remedy;
    }

    /** {@code socket-access}. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What helps, as sentences. */
    String remedy() {
        return remedy;
    }
}
