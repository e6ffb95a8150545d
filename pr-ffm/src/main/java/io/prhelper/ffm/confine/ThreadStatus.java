// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.confine;

import java.nio.charset.StandardCharsets;

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

    /** In the order in which the kernel writes them (proc_pid_status(5)). */
    private static final String[] FIELDS = {
        "Name", "Pid", "Uid", "Gid", "Groups", "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs", "Seccomp"
    };

    /**
     * Reads a status file.
     *
     * @throws IllegalArgumentException if a field is missing or is no number
     */
    static ThreadStatus parse(byte[] text) {
        String[] values = fields(text);
        return new ThreadStatus(
                Integer.parseInt(values[1]),
                values[0],
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
     * The values of {@link #FIELDS}. Each is looked for from where the last one was found: this runs before anything is compiled, for some twenty
     * threads. A line is a name, a colon, a tab and the value; the kernel writes a line's end in a thread's name as a backslash and an n.
     */
    private static String[] fields(byte[] text) {
        String[] values = new String[FIELDS.length];
        int at = 0;
        for (int i = 0; i < FIELDS.length; i++) {
            int begin = line(text, at, FIELDS[i]);
            if (begin == text.length) {
                begin = line(text, 0, FIELDS[i]);
            }
            if (begin == text.length) {
                throw new IllegalArgumentException("the kernel tells no " + FIELDS[i] + " of a thread");
            }
            int value = begin + FIELDS[i].length() + 1;
            at = end(text, value);
            values[i] = new String(text, value, at - value, StandardCharsets.ISO_8859_1).strip();
            at++;
        }
        return values;
    }

    /** Where the line of that name begins, or the text's length. */
    private static int line(byte[] text, int from, String name) {
        int begin = from;
        while (begin < text.length && !begins(text, begin, name)) {
            begin = end(text, begin) + 1;
        }
        return Math.min(begin, text.length);
    }

    private static boolean begins(byte[] text, int begin, String name) {
        int colon = begin + name.length();
        if (colon >= text.length || text[colon] != ':') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (text[begin + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int end(byte[] text, int from) {
        int at = from;
        while (at < text.length && text[at] != '\n') {
            at++;
        }
        return at;
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
