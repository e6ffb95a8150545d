// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.doctor;

import io.prhelper.cli.event.Line;
import java.util.ArrayList;
import java.util.List;

/** What was found so far; texts become single lines here. */
public final class Findings {
    private final List<Finding> all = new ArrayList<>();

    Findings() {}

    void pass(Check check, String subject, String text, String looked) {
        add(check, Result.PASS, subject, text, looked);
    }

    void skipped(Check check, String subject, String text, String looked) {
        add(check, Result.SKIPPED, subject, text, looked);
    }

    void warning(Check check, String subject, String text, String looked) {
        add(check, Result.WARNING, subject, text, looked);
    }

    void failure(Check check, String subject, String text, String looked) {
        add(check, Result.FAILURE, subject, text, looked);
    }

    void add(Check check, Result result, String subject, String text, String looked) {
        all.add(new Finding(check, result, Line.of(subject), Line.of(text), Line.of(looked)));
    }

    List<Finding> all() {
        return List.copyOf(all);
    }

    /** The worst of them. */
    public Result worst() {
        return all.stream().map(Finding::result).max(Result::compareTo).orElse(Result.PASS);
    }
}
