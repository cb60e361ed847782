using AccessReview.Core.Roles;

namespace AccessReview.Web.Setup;

/// <summary>Answers the address of a page that is not for its reader as an address that does not exist.</summary>
internal static class PageGate
{
    public static void UsePageGate(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<OpensAttribute>() is { } opens && Actors.Of(context.User) is { } actor)
        {
            var mayOpen = context.RequestServices.GetRequiredService<MayOpen>();
            if (!(await mayOpen.RunAsync(actor, opens.Place, OpensAttribute.KeysOf(context.Request.RouteValues), context.RequestAborted)).Yes)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }
        }

        await next(context);
    });
}
