// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** What a build leaves behind is what Maven Central takes: the files of all modules against the list of what it asks for. */
class PublishedIT {
    private static final Path TOP = Path.of("..");

    /** Not for others. */
    private static final List<String> OWN = List.of("pr-testkit/guard", "pr-testkit/consumers");

    /** What is published, and where in the tree it is built. */
    enum Artifact {
        PR_HELPER("", false),
        PR_BOM("pr-bom", false),
        PR_CORE("pr-core", true),
        PR_FFM("pr-ffm", true),
        PR_SIMULATION("pr-testkit/simulation", true),
        PR_TESTKIT("pr-testkit", true),
        PR_CLI("pr-cli", true);

        private final String folder;
        private final boolean jar;

        Artifact(String folder, boolean jar) {
            this.folder = folder;
            this.jar = jar;
        }

        static Stream<Artifact> jars() {
            return Arrays.stream(values()).filter(artifact -> artifact.jar);
        }

        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        Path target() {
            return TOP.resolve(folder, "target");
        }

        Element pom() throws Exception {
            return xml(target().resolve("published.pom"));
        }

        /** The POM in the sources. */
        Element source() throws Exception {
            return xml(TOP.resolve(folder, "pom.xml"));
        }

        Path file(String classifier) throws Exception {
            return target().resolve(id() + "-" + text(pom(), "version") + classifier + ".jar");
        }

        ModuleDescriptor module() throws Exception {
            return ModuleFinder.of(file("")).findAll().iterator().next().descriptor();
        }
    }

    @ParameterizedTest
    @EnumSource
    void thePomHasWhatIsAskedFor(Artifact artifact) throws Exception {
        assertThat(complaints(artifact.pom())).isEmpty();
        assertThat(text(artifact.pom(), "artifactId")).isEqualTo(artifact.id());
    }

    /** So that the test above means something. */
    @ParameterizedTest
    @EnumSource
    void aPomWithoutAnyOneOfThemIsFound(Artifact artifact) throws Exception {
        List<String> needed = new ArrayList<>(Required.PATHS);
        if (artifact.jar) {
            needed.addAll(List.of("dependencies/dependency/version", "dependencies/dependency/scope"));
        }
        for (String path : needed) {
            Element pom = artifact.pom();
            Element victim = at(pom, path).getFirst();
            victim.getParentNode().removeChild(victim);
            assertThat(complaints(pom)).as("%s without %s", artifact, path).isNotEmpty();
        }
        for (String word : List.of("parent", "build", "profiles", "repositories")) {
            Element pom = artifact.pom();
            pom.appendChild(pom.getOwnerDocument().createElement(word));
            assertThat(complaints(pom)).as("%s with %s", artifact, word).isNotEmpty();
        }
        Element pom = artifact.pom();
        at(pom, "version").getFirst().setTextContent("1-SNAPSHOT");
        assertThat(complaints(pom)).isNotEmpty();
    }

    /** The words of a POM that must be there and say something. */
    private static final class Required {
        static final List<String> PATHS = List.of(
                "modelVersion",
                "groupId",
                "artifactId",
                "version",
                "name",
                "description",
                "url",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/name",
                "developers/developer/url",
                "scm/url",
                "scm/connection",
                "scm/developerConnection");

        private Required() {}
    }

    private static List<String> complaints(Element pom) {
        List<String> complaints = new ArrayList<>();
        for (String path : Required.PATHS) {
            if (at(pom, path).stream()
                    .allMatch(element -> element.getTextContent().isBlank())) {
                complaints.add("no " + path);
            }
        }
        for (String word : List.of("parent", "build", "profiles", "repositories", "pluginRepositories", "modules")) {
            if (!at(pom, word).isEmpty()) {
                complaints.add(word);
            }
        }
        for (String list : List.of("dependencies/dependency", "dependencyManagement/dependencies/dependency")) {
            for (Element dependency : at(pom, list)) {
                complaints.addAll(complaintsOf(dependency, list.startsWith("dependencies")));
            }
        }
        at(pom, "version").stream()
                .filter(version -> version.getTextContent().contains("SNAPSHOT"))
                .forEach(version -> complaints.add("a snapshot"));
        return complaints;
    }

    private static List<String> complaintsOf(Element dependency, boolean scoped) {
        List<String> complaints = new ArrayList<>();
        String name = text(dependency, "artifactId");
        String version = text(dependency, "version");
        // Who imports a bill of materials has its own version put in.
        if (!version.matches("\\d[\\w.-]*|\\$\\{project\\.version}") || version.contains("SNAPSHOT")) {
            complaints.add(name + " has version '" + version + "'");
        }
        if (scoped && !List.of("compile", "runtime", "provided").contains(text(dependency, "scope"))) {
            complaints.add(name + " has scope '" + text(dependency, "scope") + "'");
        }
        return complaints;
    }

    /** On the module path nothing compiles against a module without what it requires transitively. */
    @ParameterizedTest
    @MethodSource("io.prhelper.cli.it.PublishedIT$Artifact#jars")
    void whatOthersCompileAgainstBringsTheNullnessAnnotations(Artifact artifact) throws Exception {
        assertThat(at(artifact.pom(), "dependencies/dependency"))
                .filteredOn(dependency -> text(dependency, "artifactId").equals("jspecify"))
                .singleElement()
                .satisfies(dependency -> assertThat(text(dependency, "scope")).isEqualTo("compile"));
    }

    @Test
    void allModulesArePublishedButThoseOfTheTests() throws Exception {
        Set<String> modules = at(xml(TOP.resolve("pom.xml")), "modules/module").stream()
                .map(Element::getTextContent)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(modules.removeAll(OWN)).isTrue();
        assertThat(Arrays.stream(Artifact.values()).skip(1).map(artifact -> artifact.folder))
                .containsExactlyInAnyOrderElementsOf(modules);
        for (String module : OWN) {
            assertThat(text(xml(TOP.resolve(module, "pom.xml")), "properties/maven.deploy.skip"))
                    .as(module)
                    .isEqualTo("true");
        }
    }

    @Test
    void theBillOfMaterialsHoldsWhatIsCompiledAgainst() throws Exception {
        assertThat(at(Artifact.PR_BOM.pom(), "dependencyManagement/dependencies/dependency"))
                .extracting(dependency -> text(dependency, "artifactId"))
                .containsExactlyInAnyOrder("pr-core", "pr-ffm", "pr-simulation", "pr-testkit");
    }

    @ParameterizedTest
    @MethodSource("io.prhelper.cli.it.PublishedIT$Artifact#jars")
    void theJarSaysWhatItIs(Artifact artifact) throws Exception {
        String version = text(artifact.pom(), "version");
        try (JarFile jar = new JarFile(artifact.file("").toFile())) {
            assertThat(bytes(jar, "META-INF/LICENSE")).isEqualTo(Files.readAllBytes(TOP.resolve("LICENSE")));
            assertThat(bytes(jar, "META-INF/THIRD-PARTY")).isEqualTo(Files.readAllBytes(TOP.resolve("THIRD-PARTY")));
            // Nothing of the machine or the tools that made it.
            assertThat(jar.getManifest().getMainAttributes().entrySet())
                    .extracting(entry -> entry.getKey() + ": " + entry.getValue())
                    .containsExactlyInAnyOrder(
                            "Manifest-Version: 1.0",
                            "Implementation-Title: " + artifact.id(),
                            "Implementation-Version: " + version);
        }
        assertThat(artifact.module().name())
                .isEqualTo("io.prhelper." + artifact.id().substring(3));
        assertThat(artifact.module().rawVersion()).hasValue(version);
    }

    @ParameterizedTest
    @MethodSource("io.prhelper.cli.it.PublishedIT$Artifact#jars")
    void allSourcesGoAlong(Artifact artifact) throws Exception {
        Path sources = TOP.resolve(artifact.folder, "src/main/java");
        Set<String> there;
        try (Stream<Path> files = Files.walk(sources)) {
            there = files.filter(Files::isRegularFile)
                    .map(file -> sources.relativize(file).toString())
                    .collect(Collectors.toSet());
        }
        assertThat(there).contains("module-info.java");
        assertThat(names(artifact.file("-sources"))).containsAll(there);
    }

    /** What is documented is what is exported; of the command, its manual. */
    @ParameterizedTest
    @MethodSource("io.prhelper.cli.it.PublishedIT$Artifact#jars")
    void theDocumentationGoesAlong(Artifact artifact) throws Exception {
        Path documentation = artifact.file("-javadoc");
        if (artifact == Artifact.PR_CLI) {
            assertThat(names(documentation)).contains("man/man8/qemu-pr-helper.8", "schema/audit-1.json");
            return;
        }
        try (JarFile jar = new JarFile(documentation.toFile())) {
            List<String> listed = new String(bytes(jar, "element-list"), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(listed.getFirst())
                    .isEqualTo("module:" + artifact.module().name());
            assertThat(listed.stream().skip(1)).containsExactlyInAnyOrderElementsOf(exported(artifact));
        }
    }

    /** The profile that compares a release with the one before has to know. */
    @ParameterizedTest
    @EnumSource(names = {"PR_CORE", "PR_FFM", "PR_SIMULATION", "PR_TESTKIT"})
    void whatIsComparedWithAnEarlierReleaseIsWhatIsExported(Artifact artifact) throws Exception {
        assertThat(text(artifact.source(), "properties/api.packages").split(",", -1))
                .containsExactlyInAnyOrderElementsOf(exported(artifact));
    }

    @Test
    void theDistributionCarriesTheLicencesOfAllThatIsInIt() throws Exception {
        Path dist = Path.of(System.getProperty("dist"));
        for (String name : List.of("LICENSE", "THIRD-PARTY")) {
            assertThat(dist.resolve(name)).hasSameBinaryContentAs(TOP.resolve(name));
        }
        assertThat(dist.resolve("lib/runtime/legal/java.base/LICENSE"))
                .content()
                .contains("GNU General Public License");
        assertThat(dist.resolve("share/legal/jackson-core/LICENSE")).content().contains("Apache License");
        assertThat(dist.resolve("share/legal/jackson-core/NOTICE")).content().contains("FastDoubleParser");
        assertThat(dist.resolve("share/legal/jackson-core/FastDoubleParser-LICENSE"))
                .content()
                .contains("MIT License");
        // Whoever adds a library adds it to the list.
        Set<String> carried = new HashSet<>();
        for (Element dependency : at(Artifact.PR_CLI.pom(), "dependencies/dependency")) {
            if (!text(dependency, "groupId").equals("io.prhelper")) {
                carried.add(text(dependency, "groupId") + ":" + text(dependency, "artifactId"));
            }
        }
        assertThat(carried).isNotEmpty();
        assertThat(TOP.resolve("THIRD-PARTY")).content().contains(carried);
    }

    private static Set<String> exported(Artifact artifact) throws Exception {
        return artifact.module().exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(Exports::source)
                .collect(Collectors.toSet());
    }

    private static Set<String> names(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(Object::toString).collect(Collectors.toSet());
        }
    }

    private static byte[] bytes(JarFile jar, String name) throws IOException {
        try (InputStream content = jar.getInputStream(Objects.requireNonNull(jar.getEntry(name), name))) {
            return content.readAllBytes();
        }
    }

    private static Element xml(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
    }

    /** All elements at a path of names, counted from this one. */
    private static List<Element> at(Element from, String path) {
        List<Element> found = List.of(from);
        for (String name : path.split("/", -1)) {
            found = found.stream()
                    .flatMap(element -> IntStream.range(
                                    0, element.getChildNodes().getLength())
                            .mapToObj(element.getChildNodes()::item))
                    .filter(Element.class::isInstance)
                    .map(Element.class::cast)
                    .filter(element -> element.getTagName().equals(name))
                    .toList();
        }
        return found;
    }

    /** What the first of them says, trimmed; nothing where there is none. */
    private static String text(Element from, String path) {
        return at(from, path).stream()
                .map(element -> element.getTextContent().trim())
                .findFirst()
                .orElse("");
    }
}
