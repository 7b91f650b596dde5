namespace Dialer.Core.Callers;

/// <summary>What follows in a menu: another node, or the way out.</summary>
/// <param name="Node">Null: the caller leaves for <paramref name="Target"/>.</param>
public readonly record struct MenuStep(string? Node, CallerTarget Target)
{
    public static MenuStep To(string node) => new(node, default);

    public static MenuStep Leave(CallerTarget target) => new(null, target);
}
