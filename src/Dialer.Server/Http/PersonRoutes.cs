using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Problems;
using Dialer.Server.Running;
using Dialer.Store;

namespace Dialer.Server.Http;

/// <summary>People who ask to be forgotten.</summary>
internal static class PersonRoutes
{
    public static void Map(RouteGroupBuilder api, IDialerDesk desk) =>
        api.MapPost("/erase", (Caller caller, ErasureRequest request) => EraseAsync(desk, caller, request))
            .Is("erasePerson", Role.Administrator, "Forgets a person everywhere, recordings included. Leads and attempts stay as figures; a hash with a key keeps lists from bringing the numbers back.")
            .Says<PersonErased>().MayBeMissing().Posts();

    private static async Task<IResult> EraseAsync(IDialerDesk desk, Caller caller, ErasureRequest request)
    {
        if (request.Number is null == request.CustomerKey is null)
            return Refuse.Field("number", "A person is named by a number or by the company's own key", "Give number, such as +33199001234, or customerKey.");
        if (request.Number is { } number && (number.Length is < 5 or > 16 || number[0] != '+' || number.AsSpan(1).ContainsAnyExceptInRange('0', '9')))
            return Refuse.Field("number", "This is no number in its international form", "Write the number in its international form, such as +33199001234.");
        if (request.Reason is null || request.Reason.Trim().Length is < 3 or > 500 || request.Reason.Any(char.IsControl))
            return Refuse.Field("reason", "An erasure is kept with its reason", "Say why in 3 to 500 characters, without the person's name or number.");
        try
        {
            return await desk.ErasePersonAsync(request.Number, request.CustomerKey, caller.Name, request.Reason.Trim()).ConfigureAwait(false) is { } erased
                ? Results.Ok(erased)
                : Refuse.With(StatusCodes.Status404NotFound, "unknownPerson", "Not found.", "Nobody is known by this number or key.", "See that it is written as the store has it.", "number");
        }
        catch (StoreException busy)
        {
            return Refuse.NotPossible(busy.Message, "notErased");
        }
    }
}
