using Dialer.Server.Http.Problems;

namespace Dialer.Server.Http.Access;

/// <summary>Lets those use a route who have the role and the scope that it names.</summary>
internal static class RightGuard
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Right>() is not { } right)
            return next(context);
        var caller = Caller.Of(context);
        if (caller.Role < right.Least)
            return Refuse.With(StatusCodes.Status403Forbidden, "roleNeeded", "Not allowed.", $"This takes the role {Word(right.Least)}, and {caller.Name} has {Word(caller.Role)}.", "Ask an administrator for the role, or somebody who has it to do this.").ExecuteAsync(context);
        if (caller.Scopes is { } scopes && !scopes.Contains(right.Scope))
            return Refuse.With(StatusCodes.Status403Forbidden, "scopeNeeded", "Not allowed.", $"This takes the scope {right.Scope}, which the key does not have.", "Use a key with this scope; an administrator makes one.").ExecuteAsync(context);
        return next(context);
    }

    private static string Word(Role role) => role.ToString().ToLowerInvariant();
}
