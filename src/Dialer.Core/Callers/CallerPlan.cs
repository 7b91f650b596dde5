namespace Dialer.Core.Callers;

/// <summary>The way of callers, whole: rules in order, and the menus that they lead into.</summary>
public sealed record CallerPlan(CallerRules Rules, IReadOnlyList<Menu> Menus)
{
    public static readonly CallerPlan Empty = new(new CallerRules([]), []);

    /// <summary>Some rule asks what a customer is worth.</summary>
    public bool AsksValue { get; } = Rules.Rules.Any(rule => rule.LeastValue is not null);

    public Menu? Find(string menu) => Menus.FirstOrDefault(candidate => candidate.Name == menu);
}
