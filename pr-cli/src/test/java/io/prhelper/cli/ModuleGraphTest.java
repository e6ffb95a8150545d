// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The module graph in the documents is the one of the descriptors. */
final class ModuleGraphTest {
    private static final Path PAGE = Path.of("..", "module-info-docs", "modules.md");

    @Test
    void theDocumentedGraphIsTheOneOfTheModuleDescriptors() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            int arrow = line.indexOf("->");
            if (arrow > 0 && line.startsWith("io.prhelper.")) {
                documented.put(line.substring(0, arrow).trim(), names(line.substring(arrow + 2)));
            }
        }
        assertThat(documented).isEqualTo(declared());
    }

    private static Set<String> names(String list) {
        return Arrays.stream(list.split(","))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Set<String>> declared() {
        Map<String, Set<String>> graph = new TreeMap<>();
        // The test kit is none of the modules that run here.
        Stream<ModuleReference> kit =
                ModuleFinder.of(Path.of("..", "pr-testkit", "target", "classes")).findAll().stream();
        Stream<ModuleReference> running =
                ModuleGraphTest.class.getModule().getLayer().configuration().modules().stream()
                        .map(resolved -> resolved.reference());
        Stream.concat(kit, running)
                .map(ModuleReference::descriptor)
                .filter(descriptor -> descriptor.name().startsWith("io.prhelper."))
                .forEach(descriptor -> graph.put(descriptor.name(), requiredAtRunTime(descriptor)));
        return graph;
    }

    private static Set<String> requiredAtRunTime(ModuleDescriptor descriptor) {
        return descriptor.requires().stream()
                .filter(requires -> !requires.modifiers().contains(Modifier.STATIC))
                .map(ModuleDescriptor.Requires::name)
                .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
