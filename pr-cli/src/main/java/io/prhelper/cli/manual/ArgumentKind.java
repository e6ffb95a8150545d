// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.manual;

import io.prhelper.cli.option.Option;
import org.jspecify.annotations.Nullable;

/** What an argument is, as far as a shell can complete it. */
enum ArgumentKind {
    FILE("_files"),
    USER("_users"),
    GROUP("_groups"),
    OTHER("");

    private final String zsh;

    ArgumentKind(String zsh) {
        this.zsh = zsh;
    }

    /** The kind of what the manual calls {@code argument}; of nothing as well. */
    static ArgumentKind of(@Nullable String argument) {
        return switch (argument) {
            case "PATH", "FILE", "DEVICE", "TRAIL", "SOCKET", "NODE" -> FILE;
            case "USER" -> USER;
            case "GROUP" -> GROUP;
            case null, default -> OTHER;
        };
    }

    static ArgumentKind of(Option option) {
        return of(option.argument());
    }

    /** The function that completes it in zsh. */
    String zsh() {
        return zsh;
    }
}
