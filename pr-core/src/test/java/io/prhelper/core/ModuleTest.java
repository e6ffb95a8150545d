// SPDX-License-Identifier: Apache-2.0
package io.prhelper.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.prhelper.core.scsi.ScsiExchange;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModuleTest {
    @Test
    void theModuleNeedsNothingButItsNullnessAnnotationsWhenCompiled() {
        Module module = ScsiExchange.class.getModule();
        assertThat(module.getName()).isEqualTo("io.prhelper.core");
        ModuleDescriptor descriptor = module.getDescriptor();
        assertThat(descriptor.requires())
                .filteredOn(requires -> !requires.modifiers().contains(Requires.Modifier.MANDATED))
                .singleElement()
                .satisfies(requires -> {
                    assertThat(requires.name()).isEqualTo("org.jspecify");
                    assertThat(requires.modifiers())
                            .isEqualTo(Set.of(Requires.Modifier.STATIC, Requires.Modifier.TRANSITIVE));
                });
    }
}
