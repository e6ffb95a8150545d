// SPDX-License-Identifier: Apache-2.0
package io.prhelper.ffm.struct;

import io.prhelper.ffm.libc.Memory;
import java.util.List;

/** {@code char *const argv[]}: the words of a command, ended by a null pointer (execve(2)). */
public final class Argv extends Memory {
    /** These words. */
    public Argv(List<String> words) {
        super((words.size() + 1) * Long.BYTES);
        for (int i = 0; i < words.size(); i++) {
            pointAt(i * Long.BYTES, Memory.cString(words.get(i)), 0);
        }
    }
}
