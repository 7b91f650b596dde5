using Mono.Cecil;

namespace Dialer.Host.Tests.Architecture;

/// <summary>Which folder (namespace) of an assembly uses which other, read from its compiled code.</summary>
internal sealed class FolderArrows
{
    private readonly SortedDictionary<string, SortedSet<string>> _uses = new(StringComparer.Ordinal);

    public static FolderArrows Of(string assembly)
    {
        var arrows = new FolderArrows();
        using var module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        foreach (var type in module.GetTypes())
            arrows.Add(module, type);
        return arrows;
    }

    public void Add(string from, string to)
    {
        if (!_uses.TryGetValue(from, out var set))
            _uses[from] = set = new(StringComparer.Ordinal);
        set.Add(to);
    }

    /// <summary>Each circle once, as "A -> B -> A".</summary>
    public IEnumerable<string> Circles()
    {
        foreach (string folder in _uses.Keys)
            if (WayBack(folder, folder, [folder]) is { } way && way.All(step => string.CompareOrdinal(folder, step) <= 0))
                yield return string.Join(" -> ", way);
    }

    /// <summary>The first way from a folder to another that is found, depth first; null: none.</summary>
    private List<string>? WayBack(string from, string to, HashSet<string> seen)
    {
        foreach (string next in _uses.GetValueOrDefault(from) ?? [])
        {
            if (next == to)
                return [from, to];
            if (seen.Add(next) && WayBack(next, to, seen) is { } way)
                return [from, .. way];
        }
        return null;
    }

    private void Add(ModuleDefinition module, TypeDefinition type)
    {
        string from = FolderOf(type);
        foreach (var used in Used(type).SelectMany(Parts).Where(used => used.Scope == module))
            if (FolderOf(used) is { Length: > 0 } to && to != from && from.Length > 0)
                Add(from, to);
    }

    private static string FolderOf(TypeReference type) => type.DeclaringType is { } outer ? FolderOf(outer) : type.Namespace;

    private static IEnumerable<TypeReference> Used(TypeDefinition type)
    {
        TypeReference?[] heads = [type.BaseType, .. type.Interfaces.Select(one => one.InterfaceType), .. type.Fields.Select(field => field.FieldType)];
        return heads.OfType<TypeReference>().Concat(type.Methods.SelectMany(Used));
    }

    private static IEnumerable<TypeReference> Used(MethodDefinition method)
    {
        var signature = method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);
        if (!method.HasBody)
            return signature;
        var operands = method.Body.Instructions.SelectMany(instruction => instruction.Operand switch
        {
            TypeReference used => [used],
            MethodReference called => [called.DeclaringType, called.ReturnType, .. called.Parameters.Select(parameter => parameter.ParameterType)],
            FieldReference field => [field.DeclaringType, field.FieldType],
            _ => (TypeReference[])[],
        });
        return signature.Concat(method.Body.Variables.Select(variable => variable.VariableType)).Concat(operands);
    }

    /// <summary>A type and what it is made of: elements of arrays and references, arguments of generics.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Prepend(generic.ElementType),
        TypeSpecification made => Parts(made.ElementType),
        GenericParameter => [],
        _ => [type],
    };
}
