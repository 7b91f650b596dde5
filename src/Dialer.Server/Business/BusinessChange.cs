namespace Dialer.Server.Business;

/// <param name="Was">Null: it is new.</param>
/// <param name="Now">Null: it is gone.</param>
public sealed record BusinessChange(BusinessEntry? Was, BusinessEntry? Now)
{
    public BusinessKind Kind => (Now ?? Was)!.Kind;

    public string Name => (Now ?? Was)!.Name;
}
