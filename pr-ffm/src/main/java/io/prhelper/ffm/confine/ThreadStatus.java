// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the kernel says of one thread's rights ({@code /proc/PID/task/TID/status}; proc_pid_status(5)).
 *
 * @param tid the thread
 * @param name its name, at most 15 characters
 * @param uids real, effective, saved and file system user id, as the kernel writes them
 * @param gids the same of the group
 * @param groups the supplementary groups, or empty
 * @param inheritable capabilities, as bits
 * @param permitted capabilities, as bits
 * @param effective capabilities, as bits
 * @param bounding capabilities, as bits
 * @param ambient capabilities, as bits
 * @param noNewPrivs true if executing a program can not give it rights
 * @param filters true if a system call filter judges it
 */
record ThreadStatus(
        int tid,
        String name,
        String uids,
        String gids,
        String groups,
        long inheritable,
        long permitted,
        long effective,
        long bounding,
        long ambient,
        boolean noNewPrivs,
        boolean filters) {

    private static final String[] FIELDS = {
        "Pid", "Name", "Uid", "Gid", "Groups", "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs", "Seccomp"
    };

    /** No value holds a line's end. */
    private static final String MISSING = "\n";

    /**
     * Reads a status file.
     *
     * @throws IllegalArgumentException if a field is missing or is no number
     */
    static ThreadStatus parse(byte[] text) {
        String[] values = fields(text);
        return new ThreadStatus(
                Integer.parseInt(values[0]),
                values[1],
                values[2],
                values[3],
                values[4],
                Long.parseUnsignedLong(values[5], 16),
                Long.parseUnsignedLong(values[6], 16),
                Long.parseUnsignedLong(values[7], 16),
                Long.parseUnsignedLong(values[8], 16),
                Long.parseUnsignedLong(values[9], 16),
                values[10].equals("1"),
                values[11].equals("2"));
    }

    /**
     * The values of {@link #FIELDS}, in one pass: this runs before anything is compiled, for some twenty threads. A line is a name, a colon, a tab
     * and the value; the kernel writes a line's end in a thread's name as a backslash and an n.
     */
    private static String[] fields(byte[] text) {
        String[] values = new String[FIELDS.length];
        Arrays.fill(values, MISSING);
        int begin = 0;
        while (begin < text.length) {
            int colon = find(text, begin, ':');
            int end = find(text, colon, '\n');
            int field = field(text, begin, colon);
            if (field >= 0) {
                values[field] =
                        new String(text, colon + 1, Math.max(0, end - colon - 1), StandardCharsets.ISO_8859_1).strip();
            }
            begin = end + 1;
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i].equals(MISSING)) {
                throw new IllegalArgumentException("the kernel tells no " + FIELDS[i] + " of a thread");
            }
        }
        return values;
    }

    private static int find(byte[] text, int from, char wanted) {
        int at = from;
        while (at < text.length && text[at] != wanted) {
            at++;
        }
        return at;
    }

    private static int field(byte[] text, int begin, int end) {
        for (int i = 0; i < FIELDS.length; i++) {
            String name = FIELDS[i];
            int at = 0;
            while (at < name.length() && begin + at < end && text[begin + at] == name.charAt(at)) {
                at++;
            }
            if (at == name.length() && begin + at == end) {
                return i;
            }
        }
        return -1;
    }

    /** The real user id. */
    int uid() {
        return first(uids);
    }

    /** The real group id. */
    int gid() {
        return first(gids);
    }

    private static int first(String ids) {
        return Integer.parseUnsignedInt(ids.substring(0, ids.indexOf('\t')));
    }

    /** True if all four user ids are that one. */
    boolean isUser(int uid) {
        return uids.equals(four(uid));
    }

    /** True if all four group ids are that one. */
    boolean isGroup(int gid) {
        return gids.equals(four(gid));
    }

    private static String four(int id) {
        String text = Integer.toUnsignedString(id);
        return text + "\t" + text + "\t" + text + "\t" + text;
    }

    /** True if one of the four user ids is 0. */
    boolean isRoot() {
        return (uids + "\t").startsWith("0\t") || (uids + "\t").contains("\t0\t");
    }

    /** True if both may do the same. */
    boolean hasSameRights(ThreadStatus other) {
        return uids.equals(other.uids)
                && gids.equals(other.gids)
                && groups.equals(other.groups)
                && permitted == other.permitted
                && effective == other.effective;
    }

    @Override
    public String toString() {
        return "thread '" + name + "' (" + tid + ")";
    }
}
