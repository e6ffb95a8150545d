// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.prhelper.cli.option.CommandOption;
import io.prhelper.cli.option.Description;
import io.prhelper.cli.option.Option;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    @Test
    void aCommandIsAskedForByItsWordInFront() {
        for (Description description : Commands.descriptions()) {
            Command command = Commands.of(new String[] {description.word(), "-d", "word"});
            assertThat(command.description()).isEqualTo(description);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "-d", "-q demo", "demo2", "Demo", "-- demo", "- demo", "word demo", "-demo", "--demo"})
    void everyOtherCommandLineIsTheHelpers(String line) {
        assertThat(Commands.of(line.split(" "))).isInstanceOf(Serve.class);
    }

    @Test
    void noArgumentsAreTheHelpers() {
        assertThat(Commands.of(new String[0])).isInstanceOf(Serve.class);
    }

    @Test
    void aWordDoesNotBeginWithAHyphenAndIsGivenOnce() {
        assertThat(Commands.descriptions())
                .isNotEmpty()
                .extracting(Description::word)
                .doesNotHaveDuplicates();
        assertThat(Commands.descriptions()).extracting(Description::word).allMatch(Commands::isWord);
    }

    @Test
    void eachThatHasAWordIsInTheHelp() {
        long classes = new ClassFileImporter()
                .importPackages(Subcommand.class.getPackageName()).stream()
                        .filter(type -> type.isAssignableTo(Subcommand.class) && !type.isEquivalentTo(Subcommand.class))
                        .count();
        assertThat(Commands.descriptions()).hasSize(Math.toIntExact(classes));
    }

    @Test
    void everyCommandTellsWhatItTakesAndHowItEnds() {
        List<Description> all = new ArrayList<>(Commands.descriptions());
        assertThat(all).allSatisfy(command -> {
            assertThat(command.options().getFirst()).isEqualTo(CommandOption.HELP);
            assertThat(command.sentence()).matches("[A-Z][^.]*\\.");
        });
        all.add(new Serve().description());
        assertThat(all).allSatisfy(command -> {
            assertThat(command.options()).extracting(Option::longName).doesNotHaveDuplicates();
            assertThat(command.exitStatuses())
                    .extracting(status -> status.status())
                    .contains(0, 1);
            assertThat(command.exitStatuses())
                    .extracting(status -> status.when())
                    .allMatch(when -> when.endsWith("."));
        });
    }
}
