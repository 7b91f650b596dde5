namespace Dialer.Server.Http.Access;

/// <summary>Who may use a route.</summary>
/// <param name="Least">The least role.</param>
/// <param name="Area">The resource, the first part of the scope that a key needs.</param>
/// <param name="Changes">It does something: the scope ends in "write", else in "read".</param>
internal sealed record Right(Role Least, string Area, bool Changes)
{
    public string Scope => $"{Area}:{(Changes ? "write" : "read")}";
}
