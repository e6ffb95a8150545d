// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServeOptionTest {
    @Test
    void lettersAndNamesAreUnique() {
        assertThat(ServeOption.all()).extracting(Option::longName).doesNotHaveDuplicates();
        assertThat(ServeOption.all())
                .filteredOn(Option::hasLetter)
                .extracting(Option::letter)
                .doesNotHaveDuplicates();
    }

    /** So that what the manual says and what is accepted are one thing. */
    @ParameterizedTest
    @EnumSource
    void aNumberHasARangeThatItsDescriptionNamesAndItsDefaultIsIn(ServeOption option) {
        String argument = option.argument();
        boolean number = argument != null && (argument.equals("SECONDS") || argument.equals("COUNT"));
        assertThat(option.highest() > 0).isEqualTo(number);
        if (number) {
            assertThat(option.description()).contains(option.lowest() + " to " + option.highest());
            String byDefault = option.byDefault();
            if (byDefault != null) {
                assertThat(Integer.parseInt(byDefault)).isBetween(option.lowest(), option.highest());
            }
        }
    }
}
