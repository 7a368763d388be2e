package dev.lamina.standalone.rules;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelOptionalLibrary;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Compiled expressions by their text. The compiler is loaded with the first one, because most of
/// the memory of this room is its grammar.
///
/// `self` and `oldSelf` are dynamically typed: the schema has checked the types already.
final class RulePrograms {
  private static final CelOptions OPTIONS =
      CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

  private final Map<String, Program> programs = new ConcurrentHashMap<>();

  Object evaluate(String expression, Map<String, Object> variables) throws RuleFailure {
    try {
      return program(expression).eval(variables);
    } catch (CelEvaluationException e) {
      throw new RuleFailure(e.getMessage(), e);
    }
  }

  void compile(String expression) throws RuleFailure {
    program(expression);
  }

  private Program program(String expression) throws RuleFailure {
    var known = programs.get(expression);
    if (known != null) {
      return known;
    }
    try {
      var cel = Language.CEL;
      var program = cel.createProgram(cel.compile(expression).getAst());
      programs.put(expression, program);
      return program;
    } catch (CelValidationException | CelEvaluationException e) {
      throw new RuleFailure("compilation failed: " + e.getMessage(), e);
    }
  }

  private static final class Language {
    static final Cel CEL =
        CelFactory.legacyCelBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addCompilerLibraries(CelExtensions.strings(), CelOptionalLibrary.INSTANCE)
            .addRuntimeLibraries(CelExtensions.strings(), CelOptionalLibrary.INSTANCE)
            .addVar("self", SimpleType.DYN)
            .addVar("oldSelf", SimpleType.DYN)
            .build();
  }
}
